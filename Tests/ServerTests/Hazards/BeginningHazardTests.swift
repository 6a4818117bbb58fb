import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: whatever is made while a migration begins, or while a switchover waits for its moment, is
/// carried or refused, and never passed over. Method: the program stops itself at the places in
/// between, and clients change the schema there.
@Suite("Hazards at the beginning", .serialized)
struct BeginningHazardTests {
    @Test(
        "hazard 11: tables that are made while replication begins",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func tables() async throws {
        var setup = Stage.Setup.quick
        setup.settings = ["wal_retrieve_retry_interval": "200ms"]
        try await onStage(setup) { stage in
            try await stage.loadSmall()
            try stage.writeFile(stage.fileText("limits: {longest_transaction: 1s}"))
            try await beforeTheSlot(stage)
            try await abortFirst(stage)
            try await behindTheSnapshot(stage)
            try await whileASwitchoverWaits(stage)
            try await rewritten(stage)
            try await unpublished(stage)
            try await expect(stage, ["switch-over"], 0)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage)
        }
    }

    /// In no publication and in the snapshot: its rows would be copied, and its changes never heard of.
    private func beforeTheSlot(_ stage: Stage) async throws {
        let program = try ProgramAtWork(stage, ["run"], stall: "copy-published:after")
        try await program.stopped()
        try await owner(
            stage,
            """
            CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM (1000) TO (2000);
            INSERT INTO parts VALUES (1500); CREATE TABLE keyless (what text)
            """)
        program.goOn()
        let result = try await program.end()
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("begins anew"), "\(result.error)")
        #expect(result.error.contains("part2"), "\(result.error)")
        try await owner(
            stage,
            "INSERT INTO parts VALUES (1501); INSERT INTO keyless VALUES ('a'); UPDATE keyless SET what = 'b'"
        )
        let rows =
            "SELECT (SELECT string_agg(id::text, ',' ORDER BY id) FROM part2) || (TABLE keyless)"
        #expect(try await stage.await(rows, "1500,1501b", on: .target))
    }

    private func abortFirst(_ stage: Stage) async throws {
        try await expect(stage, ["abort", "--confirm", "demo"], 0)
        let identity = try await stage.query(
            "SELECT relreplident FROM pg_class WHERE relname = 'keyless'", on: .source)
        #expect(identity.single == "d")
    }

    /// Neither copied nor replicated, and yet in the catalogs from the first look on.
    private func behindTheSnapshot(_ stage: Stage) async throws {
        let change = "CREATE TABLE behind (id int PRIMARY KEY)"
        let program = try ProgramAtWork(stage, ["run"], stall: "copy-slots:after")
        try await program.stopped()
        try await owner(stage, "\(change); INSERT INTO behind VALUES (1)")
        program.goOn()
        let result = try await program.end()
        #expect(result.status == 1, "\(result.error)")
        #expect(result.error.contains("[switchover.schema-changed]"), "\(result.error)")
        #expect(result.error.contains("accept-schema"), "\(result.error)")
        _ = try await stage.query("SET ROLE app; \(change)", on: .target)
        try await expect(stage, ["accept-schema"], 0)
        try await expect(stage, ["run"], 0)
        #expect(try await stage.await("SELECT count(*) FROM behind", "1", on: .target))
    }

    /// The switchover waits for the very transaction that changes the schema.
    private func whileASwitchoverWaits(_ stage: Stage) async throws {
        let session = stage.session(.source, as: "app")
        try await session.execute(
            "BEGIN; CREATE TABLE waited (id int PRIMARY KEY); INSERT INTO waited VALUES (1)")
        try await Task.sleep(for: .seconds(1.2))
        let program = try ProgramAtWork(stage, ["switch-over"])
        #expect(try await program.says("waiting: a transaction of app (pid"))
        try await session.execute("COMMIT")
        let result = try await program.end()
        #expect(result.status == 1, "\(result.error)")
        #expect(result.error.contains("[switchover.schema-changed]"), "\(result.error)")
        try await session.execute("INSERT INTO waited VALUES (2); DROP TABLE waited")
        await session.close()
    }

    /// Every row gets another value, which no change that is replicated tells; the column is as it was.
    private func rewritten(_ stage: Stage) async throws {
        let change = "ALTER TABLE emptied ALTER COLUMN id TYPE int USING id + 100"
        try await owner(stage, change)
        try await expect(stage, ["switch-over"], 1, "[switchover.schema-changed]")
        _ = try await stage.query("SET ROLE app; \(change)", on: .target)
        try await expect(stage, ["accept-schema"], 0)
        try await expect(stage, ["run"], 0)
        let rows = try await stage.query("SELECT id FROM emptied", on: .target)
        #expect(rows.column == ["101"])
    }

    /// Somebody takes a table out of the publication: there is no lag, no error, and no row.
    private func unpublished(_ stage: Stage) async throws {
        let publication = try #require(
            await stage.query(
                "SELECT pubname FROM pg_publication_tables WHERE tablename = 'strays'", on: .source
            ).single)
        _ = try await stage.query("ALTER PUBLICATION \(publication) DROP TABLE strays", on: .source)
        try await expect(
            stage, ["switch-over"], 1, "[switchover.not-replicated]", "strays", "accept-schema")
        _ = try await stage.query(
            "ALTER PUBLICATION \(publication) ADD TABLE ONLY strays", on: .source)
    }

    @Test(
        "hazard 20: a role that was made just before the program was killed is ours all the same",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func roles() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            _ = try await stage.query(
                "CREATE ROLE aaa LOGIN; ALTER ROLE aaa SET work_mem = '5MB'", on: .source)
            let killed = try await stage.apus(
                ["migrate", "run"], ["APUS_DIE_AT": "role-made:after"])
            #expect(killed.status == SIGKILL, "\(killed.error)")
            try await expect(stage, ["run"], 0)
            let settings = try await stage.query(
                """
                SELECT setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
                WHERE rolname = 'aaa'
                """, on: .target, in: "postgres")
            #expect(settings.single == "{work_mem=5MB}")
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            let left = try await stage.query(
                "SELECT rolname FROM pg_roles WHERE rolname IN ('aaa', 'app')", on: .target,
                in: "postgres")
            #expect(left.column == [])
        }
    }

    @Test(
        "hazard 6: what has an origin of somebody else's is no echo of ours, and arrives",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"))
    func origins() async throws {
        try await onStage(.quick(from: 16, to: 18)) { stage in
            try await stage.loadSmall()
            try await expect(stage, ["run"], 0)
            let session = stage.session(.source, as: "postgres")
            try await session.execute(
                "SELECT pg_replication_origin_create('tool'), pg_replication_origin_session_setup('tool')"
            )
            try await session.execute(Intruder.insert("from elsewhere"))
            try await session.execute("SELECT pg_replication_origin_session_reset()")
            await session.close()
            try await expect(stage, ["switch-over"], 0)
            let rows = try await stage.query("SELECT who FROM strays", on: .target)
            #expect(rows.column == ["from elsewhere"])
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
        }
    }

    private func owner(_ stage: Stage, _ statements: String) async throws {
        _ = try await stage.query(statements, on: .source, as: "app")
    }
}
