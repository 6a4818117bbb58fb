import MigrationCore
import PostgresClient

/// What a killed copy may have left in one database of the target that nobody can go on with.
struct HalfMadeTarget {
    let context: MigrationContext
    let database: String

    func clear() async throws {
        try await Predecessors(context: context, side: .target).endRestores(in: database)
        try await dropUnfinished()
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
