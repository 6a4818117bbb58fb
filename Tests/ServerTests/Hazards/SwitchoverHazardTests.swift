import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what can go wrong around a switchover is named, harms no client, and is over by itself
/// where it can be. Method: one migration, into which each hazard is planted in turn; the numbers
/// are those of docs/what-if.md.
@Suite("Hazards of a switchover", .serialized)
struct SwitchoverHazardTests {
    @Test(
        "hazards 2, 3, 6, 10, 19, 20, 23: what is in the way is named, and a loss of memory harmless",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func oneMigration() async throws {
        var setup = Stage.Setup.quick
        // What a server commits asynchronously stays in its memory for long.
        setup.settings = ["wal_writer_delay": "10s", "max_prepared_transactions": "5"]
        try await onStage(setup) { stage in
            try await stage.loadSmall()
            try stage.writeFile(
                stage.fileText("limits: {max_write_pause: 4s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await copyUnderAnOldSnapshot(stage)
            try await planWithStatistics(stage)
            try await ignoreOthersLog(stage)
            try await prepareBehindTheLook(stage)
            try await waitForTransactions(stage)
            try await neverLoop(stage)
            try await loseTheTargetsBuffers(stage)
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage)
        }
    }

    /// Hazard 10: a report that began hours ago reads on, and holds nothing up.
    private func copyUnderAnOldSnapshot(_ stage: Stage) async throws {
        let report = stage.session(.source, as: "app")
        try await report.execute(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT count(*) FROM ledger")
        try await expect(stage, ["run"], 0)
        #expect(try await report.query("SELECT count(*) >= 0 FROM ledger").single == "t")
        await report.close()
    }

    /// Hazard 23.
    private func planWithStatistics(_ stage: Stage) async throws {
        let blind = try await stage.query(
            """
            SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'
            AND last_analyze IS NULL AND relname <> 'parts'
            """, on: .target)
        #expect(blind.column == [])
        let known = try await stage.query(
            "SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'ledger'", on: .target)
        #expect(known.single == "t")
    }

    /// Hazard 2: log that is not for the target counts as lag for no longer than it takes to pass.
    private func ignoreOthersLog(_ stage: Stage) async throws {
        try await stage.fillLog(megabytes: 20)
        try await expect(stage, ["run"], 0)
    }

    /// Hazards 10 and 19: each is named while it is in the way, and only then.
    private func waitForTransactions(_ stage: Stage) async throws {
        let idle = stage.session(.source, as: "app")
        try await idle.execute("BEGIN; " + Intruder.insert("idle in transaction"))
        let prepared = stage.session(.source, as: "app")
        try await prepared.execute(
            "BEGIN; \(Intruder.insert("prepared")); PREPARE TRANSACTION 'the other half'")
        try await Task.sleep(for: .seconds(1.2))
        let program = try ProgramAtWork(stage, ["switch-over"])
        #expect(try await program.says("waiting: a transaction of app (pid"))
        #expect(try await !isHeld(stage))
        try await idle.execute("COMMIT")
        #expect(try await program.says("waiting: transaction \"the other half\" is prepared"))
        #expect(try await !isHeld(stage))
        try await prepared.execute("COMMIT PREPARED 'the other half'")
        let result = try await program.end()
        #expect(result.status == 0, "\(result.error)")
        let rows = try await stage.query("SELECT count(*) FROM strays", on: .target)
        #expect(rows.single == "2")
        for session in [idle, prepared] { await session.close() }
    }

    /// Hazard 19: prepared after the last look, it would stay behind, and its number tells nothing.
    private func prepareBehindTheLook(_ stage: Stage) async throws {
        let program = try ProgramAtWork(stage, ["switch-over"], stall: "begin:after")
        try await program.stopped()
        let session = stage.session(.source, as: "app")
        try await session.execute(
            "BEGIN; \(Intruder.insert("prepared late")); PREPARE TRANSACTION 'late'")
        program.goOn()
        #expect(try await program.says("1 transactions were prepared on the source"))
        #expect(try await program.says("waiting: transaction \"late\" is prepared"))
        let again = stage.session(.source, as: "app")
        try await again.execute("COMMIT PREPARED 'late'")
        let result = try await program.end()
        #expect(result.status == 0, "\(result.error)")
        let rows = try await stage.query(
            "SELECT count(*) FROM strays WHERE who = 'prepared late'", on: .target)
        #expect(rows.single == "1")
        for session in [session, again] { await session.close() }
        try await expect(stage, ["switch-back"], 0)
        _ = try await stage.query(
            "DELETE FROM strays WHERE who = 'prepared late'", on: .source, as: "app")
    }

    private func isHeld(_ stage: Stage) async throws -> Bool {
        let console = PostgresConnection(stage.pooler.administration)
        let databases = try await console.execute("SHOW DATABASES").last?.records ?? []
        await console.close()
        return databases.contains { $0["name"] == "app" && $0["paused"] == "1" }
    }

    /// Hazard 6: a change that went back and forth would be counted on both sides for ever.
    private func neverLoop(_ stage: Stage) async throws {
        _ = try await stage.query(
            "UPDATE strays SET who = who || '!' WHERE id > 0", on: .target)
        #expect(
            try await stage.await(
                "SELECT count(*) FROM strays WHERE who LIKE '%!'", "2", on: .source))
        func versions() async throws -> [String] {
            try await Side.allCases.asyncMap {
                try await stage.query(
                    "SELECT string_agg(xmin || ' ' || who, ',' ORDER BY id) FROM strays", on: $0
                ).single ?? ""
            }
        }
        let before = try await versions()
        try await Task.sleep(for: .seconds(1))
        #expect(try await versions() == before)
    }

    /// Hazards 3 and 20: the server that takes over loses its memory right after the decision, and
    /// the program dies with it.
    private func loseTheTargetsBuffers(_ stage: Stage) async throws {
        let program = try ProgramAtWork(stage, ["switch-back"], stall: "decide:after")
        try await program.stopped()
        await stage.source.kill9()
        try await stage.source.start()
        program.die()
        _ = try await program.end()
        try await expect(stage, ["switch-back"], 0)
        let rows = try await stage.query("SELECT count(*) FROM strays", on: .source)
        #expect(rows.single == "2")
    }
}

extension Sequence {
    fileprivate func asyncMap<Answer>(
        _ body: (Element) async throws -> Answer
    ) async rethrows -> [Answer] {
        var answers: [Answer] = []
        for element in self { answers.append(try await body(element)) }
        return answers
    }
}
