import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// One database's part of the initial copy.
struct DatabaseCopy {
    let context: MigrationContext
    let programs: ClientPrograms
    let database: String
    let slot: SnapshotSlot
    let epoch: String
    /// Ready before the first row is copied.
    let keeping: Task<SnapshotKeeper?, Never>
    /// An earlier run may have done some of it.
    let isResumed: Bool
    let before: CopyProgress

    func perform() async throws -> CopyProgress {
        let archive = try await SchemaArchive.dump(
            context.settings.source.connecting(to: database), snapshot: slot.snapshot,
            to: archiveFile(), with: programs, lockTimeout: context.file.limits.lockTimeout)
        if isResumed { try await HalfMadeTarget(context: context, database: database).clear() }
        try await PrepareTarget(context: context, database: database, archive: archive).perform()
        try await ProvePath(context: context, database: database).perform()
        let done = try await CopyRecord(context: context, database: database).read()
        try await ExtensionRowCopy(
            context: context, programs: programs, slot: slot, epoch: epoch, done: done,
            isResumed: isResumed
        ).perform()
        _ = await keeping.value
        DeliberateFault.reach("copy-prepare")
        context.progress.report(.phase("copy"))
        let empty = try await emptyTables()
        let crew = try await slot.look(context) { source in
            let tables = try await movedTables(on: source).filter(isCopied)
            return CopyCrew(
                context: context, database: database, snapshot: slot.snapshot, tables: tables,
                empty: empty, parts: try await parts(of: tables, source),
                indexes: try await indexEntries(archive, tables, source), done: done,
                epoch: epoch, before: before)
        }
        let progress = try await crew.work()
        try await LargeObjectCopy(
            context: context, programs: programs, database: database, snapshot: slot.snapshot,
            epoch: epoch, done: done, isResumed: isResumed
        ).perform()
        DeliberateFault.reach("copy-rows")
        try await carrySequences()
        return progress
    }

    private func parts(
        of tables: [MovedTable], _ source: PostgresConnection
    ) async throws -> [CopyPart] {
        let workers = context.file.limits.copyWorkers
        let threshold = sharingThreshold(
            total: tables.reduce(0) { $0 + $1.bytes }, workers: workers)
        var parts: [CopyPart] = []
        for (index, table) in tables.enumerated() {
            if workers > 1, table.bytes > threshold {
                let readings = try await readings(of: table, index, workers, source)
                parts += shares(of: readings, workers: workers)
            } else {
                parts.append(CopyPart(table: index, pages: nil, bytes: table.bytes))
            }
        }
        return parts
    }

    /// Before 14 a condition on ctid reads the whole table, for each part anew; a condition on the
    /// key reads an index.
    private func readings(
        of table: MovedTable, _ index: Int, _ workers: Int, _ source: PostgresConnection
    ) async throws -> [CopyPart] {
        let readers = readerCount(workers: workers)
        guard context.versions.source.major < 14 else {
            let readers = table.isHeap && !table.columns.isEmpty ? readers : 1
            return copyParts(
                table: index, bytes: table.bytes, pages: table.pages, readers: readers)
        }
        let bounds = try await keyBounds(of: table, parts: readers, on: source)
        return copyParts(table: index, bytes: table.bytes, bounds: bounds)
    }

    /// What was made just now, and what an earlier run had made and not filled.
    private func emptyTables() async throws -> Set<QualifiedName> {
        let rows = try await context.connection(.target, database).query(
            """
            SELECT n.nspname AS schema, c.relname AS name FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND pg_relation_size(c.oid) = 0
            """)
        return Set(rows.records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) })
    }

    private func archiveFile() throws -> String {
        try context.folder.create()
        let index = context.databases.firstIndex(of: database) ?? 0
        return context.folder.file("schema-\(index).dump")
    }

    private func isCopied(_ table: MovedTable) -> Bool {
        !table.isUnlogged || context.file.unloggedTables == .copy
    }

    /// What makes the indexes of each table, in the dump's order.
    private func indexEntries(
        _ archive: SchemaArchive, _ tables: [MovedTable], _ source: PostgresConnection
    ) async throws -> [[SchemaEntry]] {
        let owners = try await IndexOwners.read(on: source)
        let entries = try await archive.entries(.afterData).filter(\.makesIndex)
        let byTable = Dictionary(grouping: entries) { owners.table(of: $0) }
        return tables.map { byTable[$0.name] ?? [] }
    }

    private func carrySequences() async throws {
        let carrier = try await slot.look(context) { try await SequenceCarrier.read(on: $0) }
        let source = await context.connection(.source, database)
        let target = await context.connection(.target, database)
        try await SequenceCarrier.set(try await carrier.states(on: source), on: target)
    }
}
