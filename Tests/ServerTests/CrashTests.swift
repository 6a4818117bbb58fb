import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: killed at any instant, a migration goes on with the same command, and ends the same.
/// Method: kill -9 before and after every effect while clients write, then the same command again.
///
/// By default a sample of the places; `scripts/test-crash` takes all of them.
@Suite("Killed with -9", .serialized)
struct CrashTests {
    private static let isWhole = ProcessInfo.processInfo.environment["APUS_CRASH"] == "all"

    @Test(
        "hazard 20: at any effect, the same command goes on and nothing is lost or left behind",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func everywhere() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let before = try await schema(of: stage, .source)
            try stage.writeFile(
                stage.fileText("limits: {max_write_pause: 10s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await killRuns(stage)
            let crossings = try await killSwitchovers(stage, workload)
            try await killBoth(stage, workload, after: crossings)
            try await expectCleanLedger(workload, stage)
            try await killFinishes(stage)
            for side in Side.allCases {
                let difference = try await schema(of: stage, side).difference(from: before)
                #expect(difference.isEmpty, "\(side): \(difference)")
            }
            try await expectNothingLeft(stage)
        }
    }

    @Test(
        "an abort goes on too, and both servers are as they were",
        .enabled(
            if: isWhole && has(15, 17),
            "not run: scripts/test-crash runs it; it needs PostgreSQL 15, 17 and PgBouncer"))
    func abort() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let before = try await schema(of: stage, .source)
            try await expect(stage.apus("migrate", "run"))
            let abort = ["migrate", "abort", "--confirm", "demo"]
            for place in ["abort-begun:after", "abort-target:after", "abort-source:after"] {
                try await expectKilled(stage, abort, at: place)
            }
            try await expect(stage.apus(abort, [:]))
            #expect(try await schema(of: stage, .source) == before)
            #expect(
                try await stage.query(
                    "SELECT count(*) FROM pg_replication_slots", on: .source
                ).single == "0")
        }
    }

    // MARK: Sweeps

    /// Each run goes on where the one before was killed, and is killed further on.
    private func killRuns(_ stage: Stage) async throws {
        let sample = [
            "begin:after", "role-made:after", "copy-slots:after", "start-over:after",
            "copy-rows:after",
            "build-restore:after", "link-create-subscription:after", "link-enable:after",
            "verify:before",
        ]
        let all = [
            "begin:before", "begin:after", "copy:before", "role-made:after", "copy-published:after",
            "copy-slots:after", "start-over:before",
            "start-over:after", "copy-prepare:after", "copy-rows:after", "copy:after",
            "build:before", "build-restore:after", "build:after",
            "link-create-subscription:before", "link-create-subscription:after",
            "link-enable:before", "link-enable:after", "link-create-slot:before",
            "link-create-slot:after", "verify:before", "verify:after",
        ]
        for place in Self.isWhole ? all : sample {
            try await expectKilled(stage, ["migrate", "run"], at: place)
        }
        try await expect(stage.apus("migrate", "run"))
    }

    /// There and back, each time killed at another place.
    ///
    /// - Returns: how often it crossed.
    private func killSwitchovers(_ stage: Stage, _ workload: Workload) async throws -> Int {
        let effects = [
            "begin", "hold", "fence", "drain", "seal", "decide", "open", "redirect", "release",
        ]
        var places = effects.flatMap { ["\($0):before", "\($0):after"] }
        if Self.isWhole {
            places += [
                "link-disable:before", "link-enable:before", "link-disable:after",
                "link-drop-subscription:after", "link-drop-slot:after",
                "link-advance:after", "link-enable:after", "link-create-slot:after",
                "link-create-subscription:after",
            ]
        }
        // Nothing has happened there yet, so a sample does without.
        if !Self.isWhole { places.removeAll { $0 == "begin:before" } }
        for (number, place) in places.enumerated() {
            try await cross(stage, workload, number, [place])
        }
        return places.count
    }

    /// The guard dies as well, and where all are asked for, so does the next command.
    private func killBoth(
        _ stage: Stage, _ workload: Workload, after crossings: Int
    ) async throws {
        let undone = ["settle", "reopen", "restore", "resume"]
        let carried = ["settle", "open", "redirect", "release"]
        let sample = [["seal:after", "reopen"], ["decide:after", "redirect"]]
        let all = undone.map { ["seal:after", $0] } + carried.map { ["decide:after", $0] }
        for (number, places) in (Self.isWhole ? all : sample).enumerated() {
            try await cross(
                stage, workload, crossings + number, [places[0], "guard/\(places[1]):before"],
                thenKilledAt: Self.isWhole ? "\(places[1]):after" : nil)
        }
    }

    /// The target serves by now, and came to it more than once: without its journal, what is left
    /// of the attempts on the source would tell the wrong side.
    private func killFinishes(_ stage: Stage) async throws {
        let finish = ["migrate", "finish", "--confirm", "demo", "--keep-fence"]
        let sample = ["finish-links:after", "finish-target:after", "finish-source:after"]
        let all = [
            "finish-begun:after", "finish-links:after", "finish-target-objects:after",
            "finish-target:after", "finish-source-objects:after", "finish-source:after",
        ]
        for place in Self.isWhole ? all : sample {
            try await expectKilled(stage, finish, at: place)
        }
        try await expect(stage.apus(finish, [:]))
        for (side, mayLogIn) in [(Side.target, "t"), (.source, "f")] {
            let role = try await stage.query(
                "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'app'", on: side)
            #expect(role.single == mayLogIn, "the \(side) after finish --keep-fence")
        }
    }

    // MARK: One kill

    private func cross(
        _ stage: Stage, _ workload: Workload, _ number: Int, _ places: [String],
        thenKilledAt second: String? = nil
    ) async throws {
        let goal: Side = number.isMultiple(of: 2) ? .target : .source
        let command = ["migrate", goal == .target ? "switch-over" : "switch-back"]
        try await expectKilled(stage, command, at: places.joined(separator: ","))
        if let second { try await expectKilled(stage, command, at: second) }
        let again = try await stage.apus(command, [:])
        #expect(again.status == 0, "after \(places): \(again.error)")
        #expect(try await workload.waitForAcknowledgements(3), "held after \(places)")
        let status = try await stage.apus("migrate", "status")
        #expect(status.output.contains("serving    \(goal)"), "after \(places): \(status.output)")
    }

    private func expectKilled(
        _ stage: Stage, _ command: [String], at place: String
    ) async throws {
        let killed = try await stage.apus(command, ["APUS_DIE_AT": place])
        #expect(killed.status == SIGKILL, "\(command[1]) at \(place): \(killed.error)")
    }
}
