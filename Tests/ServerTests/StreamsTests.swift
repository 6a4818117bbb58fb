import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: however many streams carry the changes of a database, nothing is lost, doubled or left
/// behind, and nothing is copied again to get them. Method: the commands as a person types them,
/// killed where streams are made, on real servers while clients write.
@Suite("Several streams", .serialized)
struct StreamsTests {
    private static let places = [
        "add-streams:before", "add-streams:after", "link-create-subscription:after",
        "split-advanced:after", "split-slots:after", "split-subscriptions:after",
        "link-split:after", "link-enable:after",
    ]

    @Test(
        "hazards 16, 18, 20: three streams move there, back and there again, killed while made",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func three() async throws {
        try await onStage(.quick(from: 15, to: 17)) { stage in
            var journey = try await Journey.prepare(stage)
            try stage.writeFile(
                stage.fileText("limits: {streams: 3, max_write_pause: 10s, retry_after: 1s}"))
            for place in Self.places { try await expectKilled(stage, ["run"], at: place) }
            let run = try await journey.perform("run", sides: [.source])
            #expect(!run.error.contains("starting over"))
            try await expectStreams(3, of: "d0_l0", stage, .source)
            let status = try await stage.apus("migrate", "status")
            #expect(status.output.contains("(3 streams: "), "\(status.output)")
            try await journey.perform("switch-over")
            try await expectKilled(stage, ["switch-back"], at: "release:after")
            try await expectKilled(stage, ["switch-back"], at: "split-slots:after")
            try await journey.perform("run")
            try await expectStreams(3, of: "d0_l2", stage, .source)
            try await journey.perform("switch-over")
            try await expectStreams(3, of: "d0_l3", stage, .target)
            try await journey.finish()
        }
    }

    @Test(
        "one that cannot keep up hands tables over to others, and not a row is copied again",
        .enabled(
            if: has(13, 15, 17, 18), "not run: PostgreSQL 13, 15, 17, 18 or PgBouncer is missing"),
        arguments: [(15, 17), (13, 18)])
    func added(_ from: Int, _ to: Int) async throws {
        try await onStage(.quick(from: from, to: to)) { stage in
            try await stage.loadSmall()
            try await stage.makeWideTables()
            let workload = try await stage.startLedger(rate: 50)
            try await expect(stage, ["run"], 0)
            try await expectStreams(1, of: "d0_l0", stage, .source)
            let epoch = try await stage.query(
                "SELECT data FROM apus.journal WHERE kind = 'epoch'", on: .source)
            try await stage.slowDownApplying()
            let writer = WideWriter(stage, rows: 15)
            let run = try ProgramAtWork(stage, ["run"])
            #expect(try await run.says("one stream does not keep up: the changes go on in 3"))
            #expect(
                try await stage.await(
                    "SELECT count(*) FROM pg_subscription WHERE subenabled", "3", on: .target))
            try await stage.letApplyingGo()
            try await writer.stop()
            let result = try await run.end()
            #expect(result.status == 0, "\(result.error)")
            #expect(!result.error.contains("starting over"))
            try await expectStreams(3, of: "d0_l0", stage, .source)
            let after = try await stage.query(
                "SELECT data FROM apus.journal WHERE kind = 'epoch'", on: .source)
            #expect(after == epoch)
            try await expect(stage, ["verify"], 0)
            try await addTable(stage)
            for command in ["switch-over", "switch-back"] { try await expect(stage, [command], 0) }
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage, on: .source)
        }
    }

    @Test(
        "a table that grows faster than it is copied arrives whole, or its slot goes by name",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func growing() async throws {
        try await onStage(.quick(from: 15, to: 17)) { stage in
            try await stage.loadSmall()
            try await stage.makeWideTables(rows: 400)
            let before = try await schema(of: stage, .source)
            let workload = try await stage.startLedger(rate: 50)
            let writer = WideWriter(stage, rows: 20)
            try stage.writeFile(
                stage.fileText("limits: {copy_rate: 128kB, retained_wal: 20MB, copy_jobs: 2}"))
            let stopped = try await stage.apus("migrate", "run")
            #expect(stopped.status == 1)
            #expect(stopped.error.contains("[source.retained-wal]"), "\(stopped.error)")
            #expect(stopped.error.contains("it starts over"), "\(stopped.error)")
            // Nothing of it is good for anything, and nobody keeps the source's vacuum from its work.
            #expect(!stopped.error.contains("what is copied so far"), "\(stopped.error)")
            #expect(
                try await stage.await(
                    """
                    SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%/keeper'
                    """, "0", on: .source))
            let slots = try await stage.query("SELECT FROM pg_replication_slots", on: .source)
            #expect(slots.isEmpty)
            #expect(try await workload.waitForAcknowledgements(20))
            // Slower than it grows, and with room for what comes meanwhile.
            try stage.writeFile(stage.fileText("limits: {copy_rate: 4MB, copy_jobs: 2}"))
            try await expect(stage, ["run"], 0)
            try await writer.stop()
            try await expect(stage, ["verify"], 0)
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            #expect(try await schema(of: stage, .source) == before)
            try await expectNothingLeft(stage, on: .source)
        }
    }

    @Test(
        "without a superuser too, and what is missing to add streams later is named with its grant",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"))
    func managed() async throws {
        try await onStage(.managed(from: 16, to: 18, targetHasRole: true)) { stage in
            var journey = try await Journey.prepare(stage)
            // What loaded a table is no sign of what changes it.
            _ = try await stage.query("ANALYZE", on: .source, as: stage.setup.role)
            try await journey.perform("run", sides: [.source])
            try await expectStreams(1, of: "d0_l0", stage, .source)
            try stage.writeFile(stage.fileText("limits: {streams: 3, max_write_pause: 10s}"))
            let grant = "GRANT EXECUTE ON FUNCTION pg_replication_origin_progress(text, boolean)"
            try await expect(stage, ["run"], 1, "[catch-up.no-streams]", grant)
            try await expectStreams(1, of: "d0_l0", stage, .source)
            let cloud = try await stage.openCloudSession(on: .target)
            try await cloud.execute("\(grant) TO adm")
            await cloud.close()
            try await journey.perform("run", sides: [.source])
            try await expectStreams(3, of: "d0_l0", stage, .source)
            try await journey.thereAndBackAndThere()
            try await journey.finish(sides: [.source])
        }
    }

    @Test(
        "every stream's slot follows a failover of the source, where the server's slots can",
        .enabled(if: has(17, 18), "not run: PostgreSQL 17, 18 or PgBouncer is missing"))
    func failover() async throws {
        try await onStage(.quick(from: 17, to: 18)) { stage in
            try await stage.loadSmall()
            try stage.writeFile(stage.fileText("limits: {streams: 3}"))
            try await expect(stage, ["run"], 0)
            try await expectStreams(3, of: "d0_l0", stage, .source)
            let slots = try await stage.query(
                "SELECT bool_and(failover) FROM pg_replication_slots", on: .source)
            #expect(slots.single == "t")
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage, on: .source)
        }
    }

    /// One that is new goes where its relatives are.
    private func addTable(_ stage: Stage) async throws {
        let change = "CREATE TABLE fresh (id int PRIMARY KEY, wide int REFERENCES wide_b)"
        _ = try await stage.query(change, on: .source, as: stage.setup.role)
        _ = try await stage.query(change, on: .target)
        _ = try await stage.query(
            "INSERT INTO fresh VALUES (1, 1)", on: .source, as: stage.setup.role)
        try await expect(stage, ["accept-schema"], 0)
        #expect(try await stage.await("SELECT count(*) FROM fresh", "1", on: .target))
        let homes = try await stage.query(
            """
            SELECT count(DISTINCT pubname) FROM pg_publication_tables
            WHERE tablename IN ('fresh', 'wide_b')
            """, on: .source)
        #expect(homes.single == "1")
    }

    private func expectKilled(
        _ stage: Stage, _ words: [String], at place: String
    ) async throws {
        let killed = try await stage.apus(["migrate"] + words, ["APUS_DIE_AT": place])
        #expect(killed.status == SIGKILL, "\(words) at \(place): \(killed.error)")
    }

    private func expectStreams(
        _ count: Int, of link: String, _ stage: Stage, _ side: Side
    ) async throws {
        let question = """
            SELECT count(*) FROM pg_replication_slots
            WHERE active AND slot_name ~ '^apus_demo_\(link)(_s[0-9])?$'
            """
        let found = try await stage.await(question, "\(count)", on: side)
        #expect(found, "\(count) streams of \(link) on the \(side)")
    }
}

extension Stage {
    /// Three tables that nothing joins, whose rows fill the log.
    fileprivate func makeWideTables(rows: Int = 200) async throws {
        for table in ["wide_a", "wide_b", "wide_c"] {
            _ = try await query(
                """
                CREATE TABLE \(table) (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text);
                ALTER TABLE \(table) ALTER text SET STORAGE EXTERNAL;
                INSERT INTO \(table) (text) SELECT repeat('x', 8000)
                FROM generate_series(1, \(rows))
                """, on: .source, as: setup.role)
        }
    }

    /// An index that only the target has, and that takes its time for each row.
    fileprivate func slowDownApplying() async throws {
        _ = try await query(
            """
            CREATE FUNCTION slow(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
            'BEGIN PERFORM pg_sleep(0.01); RETURN $1; END'
            """, on: .target)
        for table in ["wide_a", "wide_b", "wide_c"] {
            _ = try await query(
                "CREATE INDEX slow_\(table) ON \(table) (slow(id))",
                on: .target)
        }
    }

    fileprivate func letApplyingGo() async throws {
        _ = try await query(
            """
            CREATE OR REPLACE FUNCTION slow(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
            'BEGIN RETURN $1; END'
            """, on: .target)
        // One after the other: workers that hold one table and want the next would otherwise meet us.
        for table in ["wide_a", "wide_b", "wide_c"] {
            _ = try await query("DROP INDEX slow_\(table)", on: .target)
        }
        _ = try await query("DROP FUNCTION slow(int)", on: .target)
    }
}

/// A client that writes wide rows to all three tables until it is stopped.
private final class WideWriter: Sendable {
    private let task: Task<Void, any Error>

    /// - Parameter rows: to each table, ten times a second.
    init(_ stage: Stage, rows: Int) {
        let session = stage.session(.source, as: stage.setup.role)
        let statement = ["wide_a", "wide_b", "wide_c"].map {
            "INSERT INTO \($0) (text) SELECT repeat('y', 8000) FROM generate_series(1, \(rows));"
        }.joined()
        task = Task {
            while !Task.isCancelled {
                try await session.execute(statement)
                try? await Task.sleep(for: .milliseconds(100))
            }
            await session.close()
        }
    }

    func stop() async throws {
        task.cancel()
        try await task.value
    }
}
