import Measuring

/// What clients of the source feel while their database is copied.
struct HarmLines: Sendable {
    let arena: Arena
    let log: @Sendable (String) -> Void

    private let database = "harmed"

    private struct Round: Sendable {
        let alone: Stretch
        let ours: Stretch
        let catchingUp: Stretch
        let other: Stretch?
    }

    func measure() async throws -> [Figure] {
        log("harm: load")
        try await arena.loadPgbench(database, scale: arena.size.pgbenchScale)
        let steady = try await measure(rate: 200)
        let saturated = try await measure(rate: nil)
        return latencies(steady.0, steady.1) + throughput(saturated.0, saturated.1)
    }

    private func measure(rate: Int?) async throws -> (PgbenchLog, [Round]) {
        let load = try Load(on: arena, .source, database: database, rate: rate)
        var rounds: [Round] = []
        for number in 1...max(1, arena.size.rounds - 1) {
            log("harm: \(rate.map { "\($0)/s" } ?? "saturated"), round \(number)")
            rounds.append(try await round())
        }
        return (try await load.stop(), rounds)
    }

    private func round() async throws -> Round {
        try await arena.clearTarget(database)
        let alone = try await Stretch.of {
            try await Task.sleep(for: .seconds(arena.size.stretch))
        }
        let file = try arena.migrationFile(database)
        let start = clock
        let run = try await arena.apus("run", file).run {
            $0.contains("bench: verify") || $0.contains("bench: catch up")
        }
        let ours = Stretch(from: start, to: start + run.seconds)
        let catchingUp = try await catchUp(file)
        try await arena.abort(file)
        guard arena.isMissing(.pgcopydb) == nil else {
            return Round(alone: alone, ours: ours, catchingUp: catchingUp, other: nil)
        }
        let other = try await Stretch.of { _ = try await arena.turn(.pgcopydb, named: database) }
        return Round(alone: alone, ours: ours, catchingUp: catchingUp, other: other)
    }

    /// The subscription carries by now; nobody but it and the clients is there.
    private func catchUp(_ file: String) async throws -> Stretch {
        try await Stretch.of { try await Task.sleep(for: .seconds(arena.size.stretch)) }
    }

    private func latencies(_ felt: PgbenchLog, _ rounds: [Round]) -> [Figure] {
        let pairs = { (stretch: (Round) -> Stretch, other: (Round) -> Stretch?) in
            rounds.compactMap { round in
                other(round).map { Pair(ours: felt.p99(stretch(round)), other: felt.p99($0)) }
            }
        }
        return [
            Figure(
                "p99 of clients at 200/s while copying", against: "the same clients alone",
                unit: "ms", pairs: pairs(\.ours, \.alone)),
            rival("p99 of clients at 200/s while copying", "ms", pairs(\.ours, \.other)),
            Figure(
                "p99 of clients at 200/s while catching up", against: "the same clients alone",
                unit: "ms", pairs: pairs(\.catchingUp, \.alone)),
        ]
    }

    private func throughput(_ felt: PgbenchLog, _ rounds: [Round]) -> [Figure] {
        let pairs = { (stretch: (Round) -> Stretch, other: (Round) -> Stretch?) in
            rounds.compactMap { round in
                other(round).map { Pair(ours: felt.rate(stretch(round)), other: felt.rate($0)) }
            }
        }
        return [
            Figure(
                "throughput of clients while copying", against: "the same clients alone",
                unit: "tx/s", pairs: pairs(\.ours, \.alone), moreIsBetter: true),
            rival(
                "throughput of clients while copying", "tx/s", pairs(\.ours, \.other), more: true),
            Figure(
                "throughput of clients while catching up", against: "the same clients alone",
                unit: "tx/s", pairs: pairs(\.catchingUp, \.alone), moreIsBetter: true),
        ]
    }

    private func rival(
        _ name: String, _ unit: String, _ pairs: [Pair], more: Bool = false
    ) -> Figure {
        if let reason = arena.isMissing(.pgcopydb) {
            return .notRun(name, against: Mover.pgcopydb.rawValue, because: reason)
        }
        return Figure(
            name, against: Mover.pgcopydb.rawValue, unit: unit, pairs: pairs, moreIsBetter: more)
    }
}
