import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: where a switchover's program and its guard end together, as with a container, clients are let
/// go by a guard that stands elsewhere, on the right side, and nobody gives a command. Method: both are
/// killed at chosen places while clients write.
@Suite("A guard that stands elsewhere", .serialized)
struct StandingGuardTests {
    @Test(
        "hazard 20: lets clients go on when a switchover dies with all its processes",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func together() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try stage.writeFile(stage.fileText("limits: {max_write_pause: 3s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await expect(stage, ["run"], 0)
            let standing = try ProgramAtWork(stage, ["guard"])
            #expect(try await standing.says("standing guard"))
            for death in Death.all { try await play(death, stage, workload, standing) }
            // Whoever was killed had not opened the way back yet.
            try await expect(stage, ["switch-over"], 0)
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            let ended = try await standing.end(within: .seconds(20))
            #expect(ended.status == 0, "\(ended.error)")
            #expect(ended.error.contains("nothing is left to guard"))
            try await expectNothingLeft(stage)
        }
    }

    struct Death {
        let command: String
        let place: String
        /// Where clients write afterwards.
        let serving: Side
        let said: String

        static let all = [
            Death(
                command: "switch-over", place: "fence:after", serving: .source,
                said: "attempt 1 was undone"),
            Death(
                command: "switch-over", place: "decide:after", serving: .target,
                said: "attempt 2 was carried to its end"),
        ]
    }

    private func play(
        _ death: Death, _ stage: Stage, _ workload: Workload, _ standing: ProgramAtWork
    ) async throws {
        let killed = try await stage.apus(
            ["migrate", death.command], ["APUS_DIE_AT": "\(death.place),guard/settle:before"])
        #expect(killed.status == SIGKILL, "\(killed.error)")
        #expect(try await standing.says(death.said))
        #expect(try await workload.waitForAcknowledgements(20), "\(death.place): held for ever")
        #expect(try await stage.leadsClients(to: death.serving), "\(death.place)")
    }

    @Test(
        "leaves a switchover alone that is minded, and ends with the migration",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func idle() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let standing = try ProgramAtWork(stage, ["guard"])
            #expect(try await standing.says("standing guard"))
            try await expect(stage, ["run"], 0)
            try await expect(stage, ["switch-over"], 0)
            try await expect(stage, ["switch-back"], 0)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            let ended = try await standing.end(within: .seconds(20))
            #expect(ended.status == 0, "\(ended.error)")
            #expect(!ended.error.contains("left open"), "\(ended.error)")
        }
    }
}
