import MigrationCore
import PostgresClient

/// Whatever of Apus is still on the servers; nothing should be after `finish` and `abort`.
package enum Leftovers {
    package static func find(_ context: MigrationContext) async throws -> [String] {
        var found: [String] = []
        for side in Side.allCases {
            let server = await context.maintenance(side)
            let objects = try await server.query(
                """
                SELECT 'slot ' || slot_name FROM pg_replication_slots WHERE slot_name ~ '^apus_'
                UNION ALL SELECT 'subscription ' || subname FROM pg_subscription
                WHERE subname ~ '^apus_'
                UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname ~ '^apus_'
                """
            ).column
            found += objects.map { "\($0) on the \(side)" }
            for database in context.databases {
                let there = try await server.query(
                    "SELECT FROM pg_database WHERE datname = $1", [database])
                if there.isEmpty { continue }
                found += try await inside(database, side, context)
            }
        }
        return found
    }

    private static func inside(
        _ database: String, _ side: Side, _ context: MigrationContext
    ) async throws -> [String] {
        try await context.connection(side, database).query(
            """
            SELECT 'publication ' || pubname FROM pg_publication WHERE pubname ~ '^apus_'
            UNION ALL SELECT 'schema apus' FROM pg_namespace WHERE nspname = 'apus'
            UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgname ~ '^apus_'
            """
        ).column.map { "\($0) in \(quoted(identifier: database)) on the \(side)" }
    }
}
