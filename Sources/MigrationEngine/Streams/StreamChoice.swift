import MigrationCore
import PostgresCatalog
import PostgresClient

/// How many streams there may be, and what is observed of the tables to split them by.
struct StreamChoice: Sendable {
    let context: MigrationContext
    let bound: Int

    static func read(_ context: MigrationContext) async throws -> StreamChoice {
        let limit = context.file.limits.streams
        var workers: Int?
        for side in Side.allCases where side == .target || context.file.wayBack == .required {
            let setting = try await context.maintenance(side).query(
                "SHOW max_logical_replication_workers"
            ).single.flatMap { Int($0) }
            workers = [workers, setting].compactMap { $0 }.min()
        }
        var bound = limit.bound(workers: workers, databases: context.databases.count)
        // Slots can be copied from 12 on.
        if context.versions.source.major < 12 { bound = 1 }
        return StreamChoice(context: context, bound: bound)
    }

    func split(
        _ tables: [ReplicatedTable], on connection: PostgresConnection
    ) async throws -> StreamSplit {
        guard bound > 1 else { return split(tables, [], [:], bound: 1) }
        let bonds = try await tableBonds(on: connection)
        let split = split(tables, bonds, try await changeCounts(on: connection), bound: bound)
        switch context.file.limits.streams {
        case .automatic: return split.helps ? split : self.split(tables, bonds, [:], bound: 1)
        case .exactly(let wanted):
            if split.streams.count < wanted { warn(split.streams.count, of: wanted) }
            return split
        }
    }

    private func split(
        _ tables: [ReplicatedTable], _ bonds: [StreamSplit.Bond], _ changes: [QualifiedName: Int64],
        bound: Int
    ) -> StreamSplit {
        StreamSplit(
            tables.map {
                StreamSplit.Table($0.name, changes: changes[$0.name] ?? 0, bytes: $0.bytes)
            }, bonds: bonds, bound: bound)
    }

    private func warn(_ count: Int, of wanted: Int) {
        context.progress.report(
            .warning(
                "\(wanted) streams were asked for, and the tables can be split into \(count): what "
                    + "foreign keys, partitions or inheritance join stays together"))
    }
}
