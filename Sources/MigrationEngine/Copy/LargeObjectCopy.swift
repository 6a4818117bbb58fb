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
    let epoch: String
    /// What an earlier run recorded.
    let done: Set<String>
    let isResumed: Bool

    func perform() async throws {
        let found = try await context.connection(.source, database).query(
            "SELECT FROM pg_largeobject_metadata LIMIT 1")
        guard context.file.largeObjects == .copy, !found.isEmpty,
            !done.contains(CopyRecord.largeObjects(in: epoch))
        else { return }
        if isResumed { try await removeSome() }
        try await carry()
        DeliberateFault.reach("copy-large-objects")
        try await CopyRecord(context: context, database: database)
            .write(CopyRecord.largeObjects(in: epoch))
    }

    /// Those that came before an earlier run was killed.
    private func removeSome() async throws {
        let target = await context.connection(.target, database)
        // Each is locked until its transaction ends, and the server has room for so many locks.
        while try await target.query(
            """
            SELECT count(lo_unlink(oid)) FROM
                (SELECT oid FROM pg_largeobject_metadata LIMIT 1000) portion
            """
        ).single != "0" {}
    }

    private func carry() async throws {
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
