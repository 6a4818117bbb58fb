import MigrationCore
import PostgresClient

/// What a killed copy may have left in one database of the target that nobody can go on with.
struct HalfMadeTarget {
    let context: MigrationContext
    let database: String

    func clear() async throws {
        try await endRestores()
        try await dropUnfinished()
    }

    /// A program that the killed run had called does not die with it, and goes on filling the target.
    private func endRestores() async throws {
        let target = await context.maintenance(.target)
        for _ in 0..<200 {
            let found = try await target.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = $1 AND usename = current_user AND application_name = 'pg_restore'
                """, [database])
            if found.isEmpty { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A database that was not given its owner and its settings yet; nothing of ours is in it.
    private func dropUnfinished() async throws {
        let cleanup = Cleanup(context: context)
        let created = try await context.journal(.source).entries().all(.databaseCreated)
        guard created.contains(database), try await cleanup.exists(database, on: .target) else {
            return
        }
        let connection = await context.connection(.target, database)
        let isOurs = try await connection.query("SELECT to_regclass('apus.restored') IS NOT NULL")
        if isOurs.single != "t" { try await cleanup.drop(database) }
    }
}
