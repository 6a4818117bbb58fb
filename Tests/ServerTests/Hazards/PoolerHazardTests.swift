import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: clients of every pooler move together, and those of a pooler that answers do not wait for
/// one that is gone. Method: two poolers in front of one database, one of which is killed.
@Suite("Hazards of several poolers", .serialized)
struct PoolerHazardTests {
    @Test(
        "hazards 12, 24: all poolers pause before any goes on, and one that dies holds up no other",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func two() async throws {
        try await onStage { stage in
            var impatient = stage.pooler.setup
            impatient.settings["query_wait_timeout"] = "9"
            try await onPooler(impatient) { try await play(stage, $0) }
        }
    }

    private func play(_ stage: Stage, _ second: TemporaryPooler) async throws {
        try await stage.loadSmall()
        try stage.writeFile(fileText(stage, second))
        let first = try await stage.startLedger(rate: 50)
        let other = try await writers(second, stage)
        let preflight = try await stage.apus("migrate", "preflight")
        #expect(preflight.output.contains("query_wait_timeout"), "\(preflight.output)")
        try await expect(stage, ["run"], 0)
        try await expect(stage, ["switch-over"], 0)
        for workload in [first, other] {
            #expect(try await workload.waitForAcknowledgements(20))
            #expect(workload.records.failureCounts == [:])
        }
        try expectAllPausedFirst([stage.pooler, second])
        try await dieInThePause(stage, second, first, other)
        try await refuseBeforehand(stage, second)
        for workload in [first, other] {
            #expect(try await workload.waitForAcknowledgements(5))
            _ = await workload.stop()
        }
        // The two share a table, so its rows cannot be counted: what is written last arrives last.
        _ = try await stage.query(Intruder.insert("the last"), on: .target, as: "app")
        #expect(try await stage.await("SELECT count(*) FROM strays", "1", on: .source))
        for workload in [first, other] { try await expectNothingLost(workload, stage) }
    }

    /// Hazard 24: clients that use prepared statements, and wait in the pooler's queue.
    private func writers(_ pooler: TemporaryPooler, _ stage: Stage) async throws -> Workload {
        var setup = WorkloadSetup(
            pooler.settings(user: "app", database: "app"), clients: 4,
            usesPrepared: pooler.setup.installation.keepsPreparedStatements)
        setup.firstClient = 100
        setup.pace = .open(perSecond: 50)
        let workload = Workload(setup)
        workload.start()
        _ = try await workload.waitForAcknowledgements(5)
        return workload
    }

    private func fileText(_ stage: Stage, _ second: TemporaryPooler) -> String {
        let poolers = [stage.pooler, second].map {
            "- {host: 127.0.0.1, port: \($0.port), user: pgbouncer, "
                + "include_file: \($0.databasesFile)}"
        }.joined(separator: "\n    ")
        return """
            migration: demo
            source: {host: 127.0.0.1, port: \(stage.source.port), user: postgres}
            target: {host: 127.0.0.1, port: \(stage.target.port), user: postgres}
            databases: [app]
            traffic:
              pgbouncer:
                \(poolers)
            limits: {max_write_pause: 10s, retry_after: 1s}
            """
    }

    /// From what the poolers themselves wrote down, with their times.
    private func expectAllPausedFirst(_ poolers: [TemporaryPooler]) throws {
        var lastPause = ""
        var firstResume = "9"
        for pooler in poolers {
            let lines = try String(contentsOfFile: pooler.folder + "/log", encoding: .utf8)
                .split(separator: "\n").map(String.init)
            let issued = lines.filter { $0.contains("command issued") }
            let paused = try #require(issued.last { $0.contains(" PAUSE ") }, "\(lines)")
            let resumed = try #require(issued.last { $0.contains(" RESUME ") }, "\(lines)")
            lastPause = max(lastPause, String(paused.prefix(23)))
            firstResume = min(firstResume, String(resumed.prefix(23)))
        }
        #expect(lastPause <= firstResume)
    }

    /// Beyond the decision the clients of the living pooler go on; the other one's when it is back.
    private func dieInThePause(
        _ stage: Stage, _ second: TemporaryPooler, _ first: Workload, _ other: Workload
    ) async throws {
        let program = try ProgramAtWork(stage, ["switch-back"], stall: "decide:after")
        try await program.stopped()
        await second.kill9()
        program.goOn()
        #expect(try await first.waitForAcknowledgements(20), "held by another pooler's death")
        #expect(program.isRunning)
        try await second.start()
        #expect(try await other.waitForAcknowledgements(20))
        let result = try await program.end()
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("still redirecting traffic"), "\(result.error)")
        for pooler in [stage.pooler, second] {
            let client = PostgresConnection(pooler.settings(user: "app", database: "app"))
            let port = try await client.query("SELECT inet_server_port()").single
            await client.close()
            #expect(port == "\(stage.source.port)")
        }
    }

    private func refuseBeforehand(_ stage: Stage, _ second: TemporaryPooler) async throws {
        await second.kill9()
        let result = try await stage.apus("migrate", "switch-over")
        #expect(result.status != 0)
        #expect(result.error.contains("\(second.port)"), "\(result.error)")
        try await second.start()
        try await expect(stage, ["switch-over"], 0)
    }
}
