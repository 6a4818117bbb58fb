import MigrationCore
import PostgresClient

/// Compares what both sides' schemas say of themselves, object by object, owners and privileges
/// included: both are dumped by the same `pg_dump`.
struct SchemaComparison {
    let context: MigrationContext
    let programs: ClientPrograms

    func differences() async throws -> [String] {
        var found: [String] = []
        for database in context.databases {
            async let source = entries(of: database, on: .source)
            async let target = entries(of: database, on: .target)
            let (here, there) = try await (source, target)
            let prefix = context.databases.count > 1 ? "\(quoted(identifier: database)): " : ""
            let restored = try await SchemaRestorer.open(
                await context.connection(.target, database), context.progress
            ).restored()
            found += compareSchemas(source: here, target: there, restored: restored)
                .map { prefix + $0 }
        }
        return found
    }

    private func entries(of database: String, on side: Side) async throws -> [SchemaEntry] {
        try context.folder.create()
        let name = "verify-\(side)-\(context.databases.firstIndex(of: database) ?? 0).dump"
        defer { context.folder.remove(name) }
        let archive = try await SchemaArchive.dump(
            context.settings[side].connecting(to: database), snapshot: nil,
            to: context.folder.file(name), with: programs,
            lockTimeout: context.file.limits.lockTimeout)
        let entries =
            try await archive.entries(.beforeData) + (try await archive.entries(.afterData))
        return entries.filter { !$0.isOurs(context.names) }
    }
}
