import Demonstration
import Foundation
import Measuring
import PostgresClient
import ServerTestKit

/// What clients felt of some switchovers.
struct CrossingTurns: Sendable {
    /// The longest gap of each switchover, by turn.
    var gaps: [[PgbenchLog.Gap]] = []
    /// The same of each script by hand, which had its turn right after ours.
    var byHand: [SwitchScripts.Name: [Double]] = [:]
    /// p99 in milliseconds of the stretches before and after the first switchover.
    var before: Double?
    var after: Double?
    var clientErrors = 0
    var acknowledged = 0
    var lost = 0
}

/// One database that goes there and back while clients write through the pooler.
struct Crossings: Sendable {
    let arena: Arena
    let pause: BenchmarkSize.PauseCase
    let log: @Sendable (String) -> Void

    private var database: String { arena.stage.setup.database }

    /// - Parameters:
    ///   - turns: how often the scripts by hand have their turn in between; never, for zero.
    func perform(
        between turns: Int, _ script: (SwitchScripts.Name) async throws -> Double
    ) async throws -> CrossingTurns {
        try await arena.loadPgbench(database, scale: arena.size.pauseScale)
        try await arena.loadMoreDatabases()
        let file = try arena.migrationFile(
            database, and: arena.stage.setup.moreDatabases, traffic: true)
        var result = CrossingTurns()
        let ledger = try await startLedger()
        _ = try await arena.apus("run", file).run()
        let count = max(1, turns)
        let each = ((pause.switchovers ?? arena.size.switchovers) + count - 1) / count
        for turn in 1...count {
            log("\(pause.title): turn \(turn) of \(count)")
            try await crossings(file, each, turn == 1, &result)
            guard turns > 0 else { continue }
            for name in SwitchScripts.Name.allCases {
                log("\(pause.title): \(name.rawValue)")
                result.byHand[name, default: []].append(try await script(name))
            }
        }
        try await conclude(ledger, &result)
        let composition = PauseComposition(try arena.report(file).switchovers, result.gaps)
        log("\(pause.title): \(composition)")
        return result
    }

    private func crossings(
        _ file: String, _ count: Int, _ isFirst: Bool, _ result: inout CrossingTurns
    ) async throws {
        let load = try Load(on: arena, .pooler, database: database, rate: pause.rate)
        var stretches: [Stretch] = []
        let begin = clock
        // Connections and caches; before the first switchover also what it is compared with.
        let minute = pause.comparesMinutes ? arena.size.minute : min(10, arena.size.minute)
        try await Task.sleep(for: .seconds(isFirst ? minute + 1 : 2))
        for number in 1...max(1, count) {
            let command = number.isMultiple(of: 2) ? "switch-back" : "switch-over"
            stretches.append(
                try await Stretch.of { _ = try await arena.apus(command, file).run() })
            let pause = isFirst && number == 1 ? minute : 0.5
            try await Task.sleep(for: .seconds(pause))
        }
        if !count.isMultiple(of: 2) {
            _ = try await arena.apus("switch-back", file).run()
        }
        // pgbench writes its log in pieces, and the last one is lost.
        try await Task.sleep(for: .seconds(2))
        result.clientErrors += load.complaints.count
        let felt = try await load.stop()
        result.gaps.append(stretches.map { felt.longestGap(from: $0.from, to: $0.to) })
        guard isFirst, let first = stretches.first else { return }
        result.before = felt.p99(Stretch(from: begin + 1, to: first.from))
        result.after = felt.p99(Stretch(from: first.to, to: first.to + minute))
    }

    /// A few clients that remember every commit they were told of.
    private func startLedger() async throws -> Workload {
        try await Ledger().create(
            on: arena.stage.source.settings(user: arena.stage.setup.role, database: database))
        var setup = WorkloadSetup(arena.stage.clientSettings, clients: 2, usesPrepared: false)
        setup.pace = .open(perSecond: 20)
        let workload = Workload(setup)
        workload.start()
        return workload
    }

    private func conclude(_ ledger: Workload, _ result: inout CrossingTurns) async throws {
        let records = await ledger.stop()
        let report = try await Ledger().check(
            records, on: arena.stage.source.settings(database: database))
        result.acknowledged = report.acknowledged
        result.lost = report.lost.count + report.duplicated.count
        result.clientErrors +=
            records.failureCounts.values.reduce(0, +) + records.refusals.values.reduce(0, +)
    }
}
