import MigrationCore
import PostgresClient

/// Carries large objects with owners, privileges and comments, as the copy's snapshot shows them.
///
/// PostgreSQL's own programs do it. Replication says nothing about large objects, so a later change
/// is only found, by ``LargeObjectComparison``.
struct LargeObjectCopy {
    let context: MigrationContext
    let programs: ClientPrograms
    let database: String
    let snapshot: String

    func perform() async throws {
        let found = try await context.connection(.source, database).query(
            "SELECT FROM pg_largeobject_metadata LIMIT 1")
        guard context.file.largeObjects == .copy, !found.isEmpty else { return }
        let name = "large-objects-\(context.databases.firstIndex(of: database) ?? 0).dump"
        let file = context.folder.file(name)
        defer { context.folder.remove(name) }
        // Without tables, sequences included, nothing but large objects is left.
        _ = try await programs.run(
            "pg_dump",
            [
                "-Fc", "--data-only", "--blobs", "--exclude-table=*.*", "--snapshot=\(snapshot)",
                "-f", file,
            ], on: context.settings.source.connecting(to: database))
        _ = try await context.statements.noting(
            "pg_restore --data-only: large objects", place: Side.target.rawValue, database: database
        ) {
            try await programs.run(
                "pg_restore", ["--data-only", "--exit-on-error", file],
                on: context.settings.target.connecting(to: database))
        }
    }
}
