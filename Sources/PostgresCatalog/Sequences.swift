package import MigrationCore
package import PostgresClient

/// Where a sequence stands: the last value and whether it was handed out.
package struct SequenceState: Hashable, Sendable {
    package let name: QualifiedName
    package let lastValue: Int64
    package let isCalled: Bool

    package init(name: QualifiedName, lastValue: Int64, isCalled: Bool) {
        self.name = name
        self.lastValue = lastValue
        self.isCalled = isCalled
    }
}

/// Reads and sets all sequences of a database, prepared ahead so that doing it inside the write
/// pause is one statement on each side.
package struct SequenceCarrier: Sendable {
    package let names: [QualifiedName]

    package static func read(
        on connection: PostgresConnection
    ) async throws(PostgresError) -> SequenceCarrier {
        let rows = try await connection.query(
            """
            SELECT n.nspname AS schema, c.relname AS name FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname <> 'apus'
                AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1, 2
            """)
        return SequenceCarrier(
            names: rows.records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) })
    }

    /// The relation itself is read, because the catalog's view hides where a sequence stands that
    /// was set but never asked.
    package func states(
        on connection: PostgresConnection, timeout: Duration? = nil
    ) async throws(PostgresError) -> [SequenceState] {
        guard !names.isEmpty else { return [] }
        let question = names.enumerated().map { index, name in
            "SELECT \(index) AS number, last_value, is_called FROM \(name.sql)"
        }.joined(separator: " UNION ALL ")
        let rows = try await connection.query(question, timeout: timeout)
        return rows.records.map { record in
            SequenceState(
                name: names[record.int("number")],
                lastValue: Int64(record["last_value"]) ?? 0, isCalled: record.bool("is_called"))
        }
    }

    package static func set(
        _ states: [SequenceState], on connection: PostgresConnection, timeout: Duration? = nil
    ) async throws(PostgresError) {
        guard !states.isEmpty else { return }
        try await connection.query(
            """
            SELECT count(setval(n::regclass, v, c))
            FROM unnest($1::text[], $2::bigint[], $3::bool[]) u(n, v, c)
            """,
            [
                array(states.map(\.name.sql)), array(states.map { "\($0.lastValue)" }),
                array(states.map { $0.isCalled ? "t" : "f" }),
            ], timeout: timeout)
    }
}

/// An array as a parameter's text.
package func array(_ values: [String]) -> String {
    let items = values.map { "\"" + $0.escaping("\\\"", with: UInt8(ascii: "\\")) + "\"" }
    return "{" + items.joined(separator: ",") + "}"
}
