import Measuring
import PostgresClient

/// How fast changes that have gathered are applied, held against how fast clients made them.
struct CatchUpLines: Sendable {
    let arena: Arena
    let log: @Sendable (String) -> Void

    private let database = "streamed"

    func measure() async throws -> [Figure] {
        try await arena.loadPgbench(database, scale: arena.size.pauseScale)
        var one: [Pair] = []
        var several: [Pair] = []
        for round in 1...arena.size.rounds {
            log("catch-up: round \(round)")
            // Whoever goes first changes from round to round.
            for streams in round.isMultiple(of: 2) ? [Self.several, 1] : [1, Self.several] {
                let pair = try await drain(streams)
                if streams == 1 { one.append(pair) } else { several.append(pair) }
            }
        }
        let clients = "changes made by saturating clients"
        return [
            Figure(
                "changes applied by one stream", against: clients, unit: "tx/s", pairs: one,
                goal: 1, moreIsBetter: true),
            Figure(
                "changes applied by \(Self.several) streams", against: clients, unit: "tx/s",
                pairs: several, goal: 1, moreIsBetter: true),
            Figure(
                "changes applied by \(Self.several) streams", against: "one stream", unit: "tx/s",
                pairs: zip(several, one).map { Pair(ours: $0.ours, other: $1.ours) }, goal: 1,
                moreIsBetter: true),
        ]
    }

    /// As many as a server's own settings have workers for, with one to spare.
    private static let several = 3

    /// A migration of its own, up to ready, with so many streams.
    private func drain(_ streams: Int) async throws -> Pair {
        let file = try arena.migrationFile(database, limits: ["streams": "\(streams)"])
        _ = try await arena.apus("run", file).run()
        let pair = try await oneRound()
        try await arena.abort(file)
        return pair
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
                "SELECT subname FROM pg_subscription WHERE subname ~ '^apus_bench_d[0-9]+_l0'",
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
                WHERE s.slot_name ~ '^apus_bench_d[0-9]+_l0'
                """)?.single
            if done == "t" { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
