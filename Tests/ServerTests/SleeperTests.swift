import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a machine that slept through what others did changes nothing when it wakes: neither does it
/// open the side that was left, nor lead clients there. Method: a program or a guard stops itself in the
/// middle of an attempt, another run moves the writes, and then it goes on.
@Suite("Whoever slept while others went on", .serialized)
struct SleeperTests {
    @Test(
        "hazard 20: a guard that wakes late opens nothing",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func lateGuard() async throws {
        try await onReadyStage { stage, workload in
            let program = try ProgramAtWork(
                stage, ["switch-over"], stall: "guard/reopen:before",
                environment: ["APUS_DIE_AT": "fence:after"])
            _ = try await program.end()
            let sleeper = try #require(try await stoppedGuard(of: stage))
            defer { kill(sleeper, SIGKILL) }
            try await expect(stage, ["switch-over"], 0)
            try await expectTargetServes(stage, workload)
            kill(sleeper, SIGCONT)
            #expect(try await hasEnded(sleeper))
            try await expectTargetServes(stage, workload)
        }
    }

    @Test(
        "hazard 20: a program that wakes late opens nothing, and says that others went on",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        arguments: ["begin:after", "fence:after"])
    func lateProgram(_ place: String) async throws {
        try await onReadyStage { stage, workload in
            let sleeper = try ProgramAtWork(
                stage, ["switch-over"], stall: place,
                environment: ["APUS_DIE_AT": "guard/settle:before"])
            try await sleeper.stopped()
            // Its guard would end it, and sleeps with it where a whole machine does.
            let standing = try #require(guards(of: stage).first)
            kill(standing, SIGKILL)
            // The server believes in the sleeper's sessions, and an operator ends the one with the lock.
            _ = try await stage.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name LIKE 'apus/%/operator'
                """, on: .source)
            try await expect(stage, ["switch-over"], 0)
            try await expectTargetServes(stage, workload)
            sleeper.goOn()
            let result = try await sleeper.end()
            #expect(result.status == 1)
            #expect(result.error.contains("[switchover.overtaken]"), "\(result.error)")
            try await expectTargetServes(stage, workload)
        }
    }

    private func onReadyStage(_ body: (Stage, Workload) async throws -> Void) async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try stage.writeFile(stage.fileText("limits: {max_write_pause: 4s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await expect(stage, ["run"], 0)
            try await body(stage, workload)
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage)
        }
    }

    private func expectTargetServes(_ stage: Stage, _ workload: Workload) async throws {
        #expect(try await workload.waitForAcknowledgements(20))
        #expect(try await stage.leadsClients(to: .target))
        let mayLogIn = try await stage.query(
            "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'app'", on: .source)
        #expect(mayLogIn.single == "f", "the source is open")
    }

    // MARK: Processes

    private func guards(of stage: Stage) -> [pid_t] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { pid_t($0) }.filter { pid in
            let line = text("/proc/\(pid)/cmdline").split(separator: "\0").map(String.init)
            return line.dropFirst().first == "guard" && line.contains(stage.file)
        }
    }

    private func stoppedGuard(of stage: Stage) async throws -> pid_t? {
        for _ in 0..<500 {
            if let pid = guards(of: stage).first(where: { state($0) == "T" }) { return pid }
            try await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    private func hasEnded(_ pid: pid_t) async throws -> Bool {
        for _ in 0..<1500 {
            if ["", "Z"].contains(state(pid)) { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// A letter as `ps` shows it; empty when there is no such process.
    private func state(_ pid: pid_t) -> String {
        text("/proc/\(pid)/stat").split(separator: ")").last.map {
            String($0.trimmingCharacters(in: .whitespaces).prefix(1))
        } ?? ""
    }

    private func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
