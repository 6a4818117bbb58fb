import Measuring
import PostgresClient

/// How fast changes that have gathered are applied, held against how fast clients made them.
struct CatchUpLines: Sendable {
    let arena: Arena
    let log: @Sendable (String) -> Void

    private let database = "streamed"

    func measure() async throws -> [Figure] {
        try await arena.loadPgbench(database, scale: arena.size.pauseScale)
        let one = try await drain()
        return [
            Figure(
                "changes applied by one stream", against: "changes made by saturating clients",
                unit: "tx/s", pairs: one, goal: 1, moreIsBetter: true),
            .notRun(
                "changes applied by several streams", against: "one stream",
                because: "each database has one stream"),
        ]
    }

    private func drain() async throws -> [Pair] {
        let file = try arena.migrationFile(database)
        _ = try await arena.apus("run", file).run()
        var pairs: [Pair] = []
        for round in 1...arena.size.rounds {
            log("catch-up: round \(round)")
            pairs.append(try await oneRound())
        }
        try await arena.abort(file)
        return pairs
    }

    private func oneRound() async throws -> Pair {
        try await switchSubscriptions("DISABLE")
        let load = try Load(on: arena, .source, database: database, rate: nil)
        let stretch = try await Stretch.of {
            try await Task.sleep(for: .seconds(arena.size.stretch))
        }
        let felt = try await load.stop()
        let made = felt.transactions.count
        let start = clock
        try await switchSubscriptions("ENABLE")
        try await awaitApplied()
        let applied = Double(made) / (clock - start)
        return Pair(ours: applied, other: felt.rate(stretch))
    }

    private func switchSubscriptions(_ word: String) async throws {
        let names =
            try await arena.target(
                "SELECT subname FROM pg_subscription WHERE subname LIKE 'apus\\_bench\\_%\\_0%'",
                database)?.column ?? []
        for name in names {
            try await arena.target("ALTER SUBSCRIPTION \(name) \(word)", database)
        }
    }

    private func awaitApplied() async throws {
        let goal = try await arena.source("SELECT pg_current_wal_lsn()")?.single ?? "0/0"
        while true {
            let done = try await arena.source(
                """
                SELECT count(*) > 0 AND bool_and(r.replay_lsn >= '\(goal)')
                FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
                WHERE s.slot_name LIKE 'apus\\_bench\\_%\\_0%'
                """)?.single
            if done == "t" { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
