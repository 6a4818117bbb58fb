import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a program that dies or hangs while it holds traffic harms nobody. Method: it is ended at
/// chosen places of a switchover while clients write, and nobody but the guard, or the next
/// command, helps them.
@Suite("The guard", .serialized)
struct GuardTests {
    @Test(
        "hazard 20: lets clients go on, on the right side, when the program dies or hangs",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func deaths() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try stage.writeFile(
                stage.fileText("limits: {max_write_pause: 3s, retry_after: 1s}"))
            let workload = try await stage.startLedger()
            try await expect(stage.apus("migrate", "run"))
            for story in Story.all { try await play(story, stage, workload) }
            try await expectCleanLedger(workload, stage)
            try await expect(stage.apus("migrate", "finish", "--confirm", "demo"))
            try await expectNothingLeft(stage)
        }
    }

    /// What happens to the program, and where clients write afterwards.
    struct Story {
        let name: String
        let command: String
        let faults: [String: String]
        /// Before the same command is given again.
        let serving: Side
        var guardDies = false

        static let all = [
            Story(
                name: "killed before the decision", command: "switch-over",
                faults: ["APUS_DIE_AT": "drain:after"], serving: .source),
            Story(
                name: "killed after the decision", command: "switch-back",
                faults: ["APUS_DIE_AT": "decide:after"], serving: .source),
            Story(
                name: "stopped in the pause", command: "switch-over",
                faults: ["APUS_STALL_AT": "fence:after"], serving: .source),
            Story(
                name: "killed, and its guard too", command: "switch-back",
                faults: ["APUS_DIE_AT": "seal:after,guard/settle:before"], serving: .target,
                guardDies: true),
        ]
    }

    private func play(_ story: Story, _ stage: Stage, _ workload: Workload) async throws {
        let killed = try await stage.apus(["migrate", story.command], story.faults)
        #expect(killed.status == SIGKILL, "\(story.name): \(killed.error)")
        if !story.guardDies {
            #expect(try await workload.waitForAcknowledgements(20), "\(story.name): held for ever")
            #expect(try await stage.leadsClients(to: story.serving), "\(story.name)")
        }
        let again = try await stage.apus("migrate", story.command)
        #expect(again.status == 0, "\(story.name), again: \(again.error)")
        #expect(try await workload.waitForAcknowledgements(20), "\(story.name), again")
        let goal: Side = story.command == "switch-over" ? .target : .source
        #expect(try await stage.leadsClients(to: goal), "\(story.name), again")
    }

    @Test(
        "is followed by the next run, and an interrupt of that leaves nobody held",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func interrupted() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let workload = try await stage.startLedger()
            try await expect(stage.apus("migrate", "run"))
            let faults = ["APUS_DIE_AT": "fence:after,guard/settle:before"]
            let killed = try await stage.apus(["migrate", "switch-over"], faults)
            #expect(killed.status == SIGKILL, "\(killed.error)")
            let next = try ProgramAtWork(stage, ["run"], stall: "reopen:before")
            try await next.stopped()
            next.send(SIGINT)
            next.goOn()
            let result = try await next.end(within: .seconds(30))
            #expect(result.status == 130, "\(result.error)")
            #expect(try await workload.waitForAcknowledgements(20))
            #expect(try await stage.leadsClients(to: .source))
            try await expect(stage.apus("migrate", "switch-over"))
            try await expectCleanLedger(workload, stage)
            try await expect(stage.apus("migrate", "finish", "--confirm", "demo"))
        }
    }

    @Test(
        "is not needed for two operators: the second is told about the first",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func operators() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let first = try program(
                ["migrate", "run", "--file", stage.file, "--state-dir", stage.stateFolder],
                ["APUS_STALL_AT": "copy-rows:after"])
            first.standardOutput = FileHandle.nullDevice
            first.standardError = FileHandle.nullDevice
            try first.run()
            try await awaitStop(of: first)
            let second = try await stage.apus("migrate", "run")
            #expect(second.status == 1)
            #expect(second.error.contains("[migration.in-use]"), "\(second.error)")
            #expect(second.error.contains("apus migrate status"))
            #expect(try await stage.apus("migrate", "status").status == 0)
            kill(first.processIdentifier, SIGCONT)
            while first.isRunning { try await Task.sleep(for: .milliseconds(20)) }
            #expect(first.terminationStatus == 0)
        }
    }
}
