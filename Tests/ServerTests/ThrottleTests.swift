import Demonstration
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: an operator can slow a migration down, or let it go, while it runs. Method: a copy that
/// the file makes last for minutes, and the command that another terminal would type.
@Suite("A migration that is throttled", .serialized)
struct ThrottleTests {
    @Test(
        "copies no faster than the file says, and goes on at once when an operator lifts it",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func tuned() async throws {
        try await onStage { stage in
            try await stage.loadPgbench()
            try stage.writeFile(stage.fileText("limits: {copy_rate: 64kB, latency_ceiling: 1min}"))
            let run = Task { try await stage.apus("migrate", "run") }
            #expect(try await isCopying(stage))
            // Ten megabytes at this rate take minutes.
            try await Task.sleep(for: .seconds(2))
            let tuned = try await stage.apus("migrate", "tune", "--rate", "none")
            #expect(tuned.status == 0, "\(tuned.error)")
            #expect(tuned.output == "demo: latency_ceiling 1 min 0 s\n")
            let since = ContinuousClock.now
            let result = try await run.value
            #expect(result.status == 0, "\(result.error)")
            #expect(ContinuousClock.now - since < .seconds(60))
            #expect(result.error.contains("throttle: latency_ceiling 1 min 0 s"))
            let refused = try await stage.apus("migrate", "tune", "--latency-ceiling", "20")
            #expect(refused.status == 1)
            #expect(refused.error.contains("[tune.wrong-value]"))
            let reset = try await stage.apus("migrate", "tune", "--reset")
            #expect(reset.output == "demo: copy_rate 64 kB, latency_ceiling 1 min 0 s\n")
        }
    }

    /// Waits until rows come in on the target, whose database is not there from the start.
    private func isCopying(_ stage: Stage) async throws -> Bool {
        for _ in 0..<600 {
            let running = try await stage.query(
                "SELECT FROM pg_stat_progress_copy", on: .target, in: "postgres")
            if !running.isEmpty { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}
