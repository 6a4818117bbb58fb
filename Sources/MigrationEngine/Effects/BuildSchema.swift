import MigrationCore
import PostgresCatalog
import PostgresClient

/// Makes the rest of the schema once the rows are in: what indexes are missing, foreign keys,
/// triggers, rules, policies, statistics; then fills materialized views and analyzes.
struct BuildSchema {
    let context: MigrationContext
    let programs: ClientPrograms
    let epoch: String

    func perform() async throws {
        context.progress.report(.phase("build"))
        try await context.forEachDatabase { database in
            let target = await context.connection(.target, database)
            try await restore(database, target)
            DeliberateFault.reach("build-restore")
            try await RefreshMaterializedViews(context: context, side: .target)
                .perform(in: database)
            try await analyze(database, target)
        }
        let fence = await SideFence.shared(context, .target)
        try await fence.prepare()
        try await fence.raise()
        try await context.record(try await context.fingerprints(of: .target), on: .target)
        try await context.record(.built, epoch, on: .target)
    }

    private func restore(_ database: String, _ target: PostgresConnection) async throws {
        let index = context.databases.firstIndex(of: database) ?? 0
        let file = context.folder.file("schema-\(index).dump")
        // The archive of the copy is on this machine; on another one the schema is dumped again.
        let archive =
            context.folder.holds("schema-\(index).dump")
            ? SchemaArchive(programs: programs, file: file)
            : try await SchemaArchive.dump(
                context.settings.source.connecting(to: database), snapshot: nil, to: file,
                with: programs, lockTimeout: context.file.limits.lockTimeout)
        let restorer = try await SchemaRestorer.open(target, context.progress)
        let done = try await restorer.restored()
        let entries = try await archive.entries(.afterData).filter {
            !done.contains($0.fingerprint) && !$0.isOurs(context.names)
        }
        try await restorer.restore(entries) {
            context.progress.report(.built(done: $0, of: entries.count))
        }
    }

    /// A partition that lies elsewhere may be out of reach; plans without its statistics are no
    /// reason to stay here.
    private func analyze(table: String, _ connection: PostgresConnection) async throws {
        do throws(PostgresError) {
            try await connection.execute("ANALYZE \(table)")
        } catch {
            guard case .server(let server) = error else { throw error }
            context.progress.report(
                .warning("\(table) could not be analyzed: \(server.message)"))
        }
    }

    /// Without statistics the first queries on the target would be planned blindly.
    private func analyze(_ database: String, _ target: PostgresConnection) async throws {
        context.progress.report(.phase("analyze"))
        let tables = try await target.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
            AND n.nspname NOT IN ('information_schema', 'apus')
            """
        ).column
        let jobs = min(context.file.limits.copyJobs, max(1, tables.count))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for job in 0..<jobs {
                let connection = context.servers.target.newConnection(
                    to: database, purpose: "analyze \(job)")
                group.addTask {
                    defer { Task { await connection.close() } }
                    for index in stride(from: job, to: tables.count, by: jobs) {
                        try await analyze(table: tables[index], connection)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
