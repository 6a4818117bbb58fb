import Demonstration
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a fence that cannot be raised costs clients no more than the budget, and the program goes
/// on by itself. Method: somebody changes a role and does not commit, after traffic was held.
@Suite("A fence that somebody is in the way of", .serialized)
struct FenceInTheWayTests {
    @Test(
        "is given up in time, by the program itself, and raised at the next attempt",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func lockedRole() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try stage.writeFile(stage.fileText("limits: {max_write_pause: 6s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await expect(stage, ["run"], 0)
            let program = try ProgramAtWork(stage, ["switch-over"], stall: "hold:after")
            try await program.stopped()
            let somebody = stage.session(.source, as: "postgres")
            try await somebody.execute("BEGIN; ALTER ROLE app CONNECTION LIMIT 500")
            program.goOn()
            #expect(try await program.says("attempt abandoned"))
            try await somebody.execute("ROLLBACK")
            await somebody.close()
            #expect(try await workload.waitForAcknowledgements(20))
            let result = try await program.end()
            #expect(result.status == 0, "\(result.error)")
            try await expectCleanLedger(workload, stage)
        }
    }
}
