import MigrationCore
import PostgresCatalog
package import PostgresClient

extension PostgresConnection {
    /// Runs statements of our own without the database's event triggers seeing them.
    ///
    /// What an event trigger writes would be one more row on one side, and one that raises an error
    /// would stop the migration. They are off for this transaction alone, which nobody else sees;
    /// only a superuser may do that, for anybody else they fire, as preflight says.
    ///
    /// - Parameter discreetly: there is a secret in them.
    package func executeUnseen(
        _ statements: String, timeout: Duration? = nil, discreetly: Bool = false
    ) async throws(PostgresError) {
        let rows = try await query(
            """
            SELECT evtname AS name, CASE evtenabled WHEN 'O' THEN 'ENABLE'
                WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END AS state
            FROM pg_event_trigger WHERE evtenabled <> 'D'
            AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) ORDER BY 1
            """, timeout: timeout)
        // Statements of one message are one transaction.
        let before = rows.records.map { Self.alter($0["name"], "DISABLE") }
        let after = rows.records.map { Self.alter($0["name"], $0["state"]) }
        let message = (before + [statements] + after).joined(separator: ";\n")
        if discreetly {
            try await executeDiscreetly(message, timeout: timeout)
        } else {
            try await execute(message, timeout: timeout)
        }
    }

    private static func alter(_ trigger: String, _ state: String) -> String {
        "ALTER EVENT TRIGGER \(sql(identifier: trigger)) \(state)"
    }
}
