import Foundation
import Measuring
import PostgresClient

/// Whether limits that are given hold, and how soon one that is given meanwhile does.
struct ThrottleLines: Sendable {
    let arena: Arena
    let log: @Sendable (String) -> Void

    private let database = "throttled"

    func measure() async throws -> [Figure] {
        log("throttle: load")
        try await arena.loadPgbench(database, scale: arena.size.pgbenchScale)
        let bytes = try await arena.source("SELECT pg_table_size('pgbench_accounts')", database)
        let size = bytes?.single.flatMap { Double($0) } ?? 0
        return [try await rate(size), try await tuned(size)] + (try await ceiling())
    }

    /// A rate at which the copy takes about three stretches of load.
    private func slowRate(_ size: Double) -> Int {
        max(256 << 10, Int(size / (arena.size.stretch * 3)))
    }

    private func rate(_ size: Double) async throws -> Figure {
        log("throttle: a rate")
        let limit = slowRate(size)
        try await arena.clearTarget(database)
        let file = try arena.migrationFile(database, limits: ["copy_rate": "\(limit)"])
        _ = try await arena.apus("run", file).run()
        let copy = try arena.report(file).copy
        try await arena.abort(file)
        let held = copy.map { Double($0.bytes) / $0.seconds } ?? 0
        return Figure(
            "copy rate that was held", against: "copy_rate", unit: "MB/s",
            pairs: [Pair(ours: held / 1e6, other: Double(limit) / 1e6)], goal: 1.05)
    }

    /// The rest of a slow copy, once it was let go, against all of it at that rate.
    private func tuned(_ size: Double) async throws -> Figure {
        log("throttle: a rate that is lifted")
        try await arena.clearTarget(database)
        let limit = slowRate(size)
        let file = try arena.migrationFile(database, limits: ["copy_rate": "\(limit)"])
        let run = try RunningCommand(arena.apus("run", file))
        while run.isRunning, !run.output.contains("bench: copy") {
            try await Task.sleep(for: .milliseconds(20))
        }
        try await Task.sleep(for: .seconds(1))
        _ = try await arena.apus("tune", file, ["--rate", "none"]).run()
        let start = clock
        while run.isRunning, !run.output.contains("bench: build") {
            try await Task.sleep(for: .milliseconds(20))
        }
        let rest = clock - start
        while run.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        run.forget()
        try await arena.abort(file)
        return Figure(
            "rest of a copy after its rate was lifted", against: "at that rate", unit: "s",
            pairs: [Pair(ours: rest, other: size / Double(limit) - 1)], goal: 1)
    }

    /// What clients feel of a copy with a ceiling, against one without.
    private func ceiling() async throws -> [Figure] {
        let load = try Load(on: arena, .source, database: database, rate: 200)
        try await Task.sleep(for: .seconds(1))
        var stretches: [(free: Stretch, held: Stretch)] = []
        for round in 1...max(1, arena.size.rounds - 1) {
            log("throttle: a ceiling, round \(round)")
            let free = try await copy([:])
            let held = try await copy(["latency_ceiling": "5ms"])
            stretches.append((free, held))
        }
        let felt = try await load.stop()
        let pairs = stretches.map { Pair(ours: felt.p99($0.held), other: felt.p99($0.free)) }
        let slower = stretches.map {
            Pair(ours: $0.held.to - $0.held.from, other: $0.free.to - $0.free.from)
        }
        return [
            Figure(
                "p99 of clients while copying below a latency_ceiling of 5 ms",
                against: "without the ceiling", unit: "ms", pairs: pairs, goal: 1),
            Figure(
                "time of a copy below a latency_ceiling of 5 ms", against: "without the ceiling",
                unit: "s", pairs: slower),
        ]
    }

    private func copy(_ limits: [String: String]) async throws -> Stretch {
        try await arena.clearTarget(database)
        let file = try arena.migrationFile(database, limits: limits)
        let start = clock
        let run = try await arena.apus("run", file).run {
            $0.contains("bench: verify") || $0.contains("bench: catch up")
        }
        try await arena.abort(file)
        return Stretch(from: start, to: start + run.seconds)
    }
}
