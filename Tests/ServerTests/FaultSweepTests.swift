import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: whatever breaks around the program, at any place, clients go on by themselves, the same
/// command goes on when it is over, and nothing is lost. Method: the program stops itself at a
/// place, something is broken, and it goes on; then the same command once more.
///
/// By default each fault at two places; `scripts/test-crash` takes every place, and
/// `APUS_FAULT=connectionsCut/open:before` one alone.
@Suite("Something breaks around the program", .serialized)
struct FaultSweepTests {
    private static let isWhole = ProcessInfo.processInfo.environment["APUS_CRASH"] == "all"

    /// The one that somebody is after.
    private static let chosen: (fault: WorldFault, place: String)? = {
        let words = ProcessInfo.processInfo.environment["APUS_FAULT"] ?? ""
        let parts = words.split(separator: "/").map(String.init)
        guard parts.count == 2, let fault = WorldFault(rawValue: parts[0]) else { return nil }
        return (fault, parts[1])
    }()

    @Test(
        "hazard 20: at any place, clients go on, and the same command ends as if nothing had been",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        arguments: isWhole ? WorldFault.allCases.map { FaultList([$0]) } : [.sample])
    func everywhere(_ list: FaultList) async throws {
        let faults = list.faults
        var setup = Stage.Setup.quick
        setup.settings = ["wal_retrieve_retry_interval": "200ms"]
        try await onStage(setup) { stage in
            try await stage.loadSmall()
            let world = try await FaultyStage(stage)
            defer { world.end() }
            let before = try await schema(of: stage, .source)
            let workload = try await stage.startLedger(rate: 50)
            try await breakRuns(world, faults, workload)
            try await breakSwitchovers(world, faults, workload)
            try await expect(stage, ["run"], 0)
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            let difference = try await schema(of: stage, .source).difference(from: before)
            #expect(difference.isEmpty, "\(difference)")
            try await expectNothingLeft(stage)
        }
    }

    struct FaultList: CustomTestStringConvertible {
        let faults: [WorldFault]
        static let sample = FaultList(WorldFault.allCases)
        init(_ faults: [WorldFault]) { self.faults = faults }
        var testDescription: String { faults.count == 1 ? "\(faults[0])" : "a sample" }
    }

    // MARK: Places

    private static let runPlaces = [
        "begin:after", "copy:before", "copy-slots:after", "copy-prepare:after", "copy-rows:after",
        "copy:after", "build:before", "build-restore:after", "build:after",
        "link-create-subscription:before", "link-enable:before", "link-enable:after",
        "link-create-slot:before", "link-create-slot:after", "verify:before", "verify:after",
    ]

    private static let switchPlaces = [
        "begin", "hold", "fence", "drain", "seal", "decide", "open", "redirect", "release",
    ].flatMap { ["\($0):before", "\($0):after"] }

    private static func only(
        _ chosen: (fault: WorldFault, place: String), _ places: [String], _ fault: WorldFault
    ) -> [String] {
        fault == chosen.fault ? places.filter { $0 == chosen.place } : []
    }

    private func runPlaces(_ fault: WorldFault) -> [String] {
        if let chosen = Self.chosen { return Self.only(chosen, Self.runPlaces, fault) }
        if Self.isWhole { return Self.runPlaces }
        return switch fault {
        case .walsenderKilled: ["link-enable:after"]
        case .applyWorkerKilled: ["verify:before"]
        case .sourceRestarted: ["copy-prepare:after"]
        case .connectionsCut: ["copy-slots:after"]
        case .answersTruncated: ["link-create-slot:before"]
        case .targetDiskFull: ["copy-prepare:after"]
        default: []
        }
    }

    private func switchPlaces(_ fault: WorldFault) -> [String] {
        if let chosen = Self.chosen { return Self.only(chosen, Self.switchPlaces, fault) }
        if Self.isWhole { return Self.switchPlaces }
        return switch fault {
        case .walsenderKilled: ["drain:before"]
        case .applyWorkerKilled: ["fence:before"]
        case .sourceRestarted: ["seal:before"]
        // On the way back, and then on the way there, when it has been opened already.
        case .targetRestarted: ["decide:after", "open:after"]
        case .poolerRestarted: ["fence:after"]
        case .connectionsCut: ["open:before"]
        case .connectionsStalled: ["hold:before"]
        case .answersTruncated: ["decide:before"]
        case .targetDiskFull: ["drain:before"]
        }
    }

    // MARK: Sweeps

    private func breakRuns(
        _ world: FaultyStage, _ faults: [WorldFault], _ workload: Workload
    ) async throws {
        for fault in faults where isPossible(fault, world) {
            for place in runPlaces(fault) {
                _ = try await disturb(world, fault, ["run"], at: place, workload)
                try await expect(world.stage, ["run"], 0)
                try await expect(world.stage, ["abort", "--confirm", "demo"], 0)
            }
        }
        try await expect(world.stage, ["run"], 0)
    }

    private func breakSwitchovers(
        _ world: FaultyStage, _ faults: [WorldFault], _ workload: Workload
    ) async throws {
        var goal = Side.target
        for fault in faults where isPossible(fault, world) {
            for place in switchPlaces(fault) {
                let command = goal == .target ? "switch-over" : "switch-back"
                _ = try await disturb(world, fault, [command], at: place, workload)
                try await expect(world.stage, [command], 0)
                let status = try await world.stage.apus("migrate", "status")
                #expect(
                    status.output.contains("serving    \(goal)"),
                    "\(fault) at \(place): \(status.output)")
                goal = goal.other
            }
        }
        if goal == .target { try await expect(world.stage, ["switch-over"], 0) }
    }

    private func isPossible(_ fault: WorldFault, _ world: FaultyStage) -> Bool {
        fault != .targetDiskFull || world.disk != nil
    }

    /// Clients go on before anybody types anything again.
    private func disturb(
        _ world: FaultyStage, _ fault: WorldFault, _ words: [String], at place: String,
        _ workload: Workload
    ) async throws {
        let program = try ProgramAtWork(world.stage, words, stall: place)
        try await program.stopped()
        #expect(program.isRunning, "\(words) never came to \(place)")
        try await world.begin(fault)
        program.goOn()
        try await world.mend(fault)
        let result = try await program.end()
        let isExpected = [0, 1, 4, 75].contains(result.status)
        #expect(isExpected, "\(fault) at \(place): \(result.status) \(result.error)")
        let goesOn = try await workload.waitForAcknowledgements(5)
        #expect(goesOn, "held after \(fault) at \(place): \(result.error)")
    }
}
