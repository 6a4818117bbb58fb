import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a schema that changes during a migration loses no row: the change is noticed, named, and
/// taken in once it was made on both sides. Method: as ``SwitchoverHazardTests``.
@Suite("Hazards of a changing schema", .serialized)
struct SchemaHazardTests {
    @Test(
        "hazards 11, 16, 17, 18: what changes on either side is named, and taken in without a loss",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func changes() async throws {
        var setup = Stage.Setup.quick
        setup.settings = ["wal_retrieve_retry_interval": "200ms"]
        try await onStage(setup) { stage in
            try await stage.loadSmall()
            try await owner(
                stage,
                """
                CREATE TABLE invoice (id int PRIMARY KEY, parent int REFERENCES invoice);
                CREATE TABLE line (id int PRIMARY KEY, invoice int REFERENCES invoice);
                INSERT INTO invoice VALUES (1, NULL), (2, 1); INSERT INTO line VALUES (1, 1), (2, 2)
                """)
            try stage.writeFile(
                stage.fileText("limits: {max_write_pause: 10s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await expect(stage, ["run"], 0)
            try await truncateAGroup(stage)
            try await addAColumn(stage)
            try await addTables(stage)
            try await conflict(stage)
            try await truncateBeyond(stage)
            try await expect(stage, ["switch-over"], 0)
            try await afterTheSwitchover(stage)
            try await expect(stage, ["switch-back"], 0)
            try await expectCleanLedger(workload, stage)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
        }
    }

    /// Hazards 16 and 18: all tables travel by one subscription, in the order of their commits.
    private func truncateAGroup(_ stage: Stage) async throws {
        try await owner(
            stage,
            """
            TRUNCATE invoice CASCADE;
            INSERT INTO invoice VALUES (3, NULL); INSERT INTO line VALUES (3, 3)
            """)
        let rows = "SELECT string_agg(id::text, ',') FROM (TABLE line) l"
        #expect(try await stage.await(rows, "3", on: .target))
        try await expect(stage, ["run"], 0)
    }

    /// Hazard 11: the target stops at the first row that has the column.
    private func addAColumn(_ stage: Stage) async throws {
        let change = "ALTER TABLE strays ADD COLUMN since int DEFAULT 7"
        try await owner(stage, change)
        try await owner(stage, Intruder.insert("with a new column"))
        try await expect(
            stage, ["run"], 1, "[catch-up.apply-stopped]", "The schema of app changed",
            "accept-schema")
        try await expect(stage, ["accept-schema"], 1, "[schema.not-alike]", "strays")
        _ = try await stage.query(change, on: .target)
        try await expect(stage, ["accept-schema"], 0)
        try await expect(stage, ["run"], 0)
        let rows = try await stage.query("SELECT since FROM strays", on: .target)
        #expect(rows.column == ["7"])
    }

    /// Hazard 11: nothing stops at a table that nobody replicates; its rows are simply not there.
    private func addTables(_ stage: Stage) async throws {
        let change = """
            CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM (1000) TO (2000);
            CREATE TABLE fresh (id int PRIMARY KEY, what text)
            """
        try await owner(stage, change)
        try await owner(
            stage,
            "INSERT INTO parts VALUES (1), (1500); INSERT INTO fresh VALUES (1, 'before'), (2, 'b')"
        )
        try await expect(stage, ["switch-over"], 1, "[switchover.schema-changed]")
        _ = try await stage.query("SET ROLE app; " + change, on: .target)
        _ = try await stage.query("INSERT INTO fresh VALUES (9, 'by hand')", on: .target)
        try await expect(stage, ["accept-schema"], 1, "[schema.not-alike]", "TRUNCATE ONLY")
        _ = try await stage.query("TRUNCATE fresh", on: .target)
        try await expect(stage, ["accept-schema"], 0)
        try await owner(stage, "INSERT INTO parts VALUES (1501); UPDATE fresh SET what = 'after'")
        try await expect(stage, ["run"], 0)
        #expect(
            try await stage.await(
                """
                SELECT (SELECT string_agg(id::text, ',' ORDER BY id) FROM parts) || ' '
                    || (SELECT string_agg(what, ',') FROM fresh)
                """, "1,1500,1501 after,after", on: .target))
        try await expect(stage, ["verify"], 0)
    }

    /// Hazard 17: only a superuser gets past the fence, and what it wrote is in the way.
    private func conflict(_ stage: Stage) async throws {
        _ = try await stage.query("INSERT INTO fresh VALUES (3, 'too early')", on: .target)
        try await owner(stage, "INSERT INTO fresh VALUES (3, 'in time')")
        try await expect(
            stage, ["run"], 1, "[catch-up.apply-stopped]", "the log of the target")
        _ = try await stage.query("DELETE FROM fresh WHERE what = 'too early'", on: .target)
        try await expect(stage, ["run"], 0)
        #expect(
            try await stage.await("SELECT what FROM fresh WHERE id = 3", "in time", on: .target))
    }

    /// Hazard 16: a table that only the target has refers to one that is emptied.
    private func truncateBeyond(_ stage: Stage) async throws {
        _ = try await stage.query(
            "CREATE TABLE extra (id int REFERENCES fresh); INSERT INTO extra VALUES (1)",
            on: .target)
        try await owner(stage, "TRUNCATE fresh")
        try await expect(stage, ["run"], 1, "[catch-up.apply-stopped]")
        _ = try await stage.query("DROP TABLE extra", on: .target)
        try await expect(stage, ["run"], 0)
        #expect(try await stage.await("SELECT count(*) FROM fresh", "0", on: .target))
    }

    /// Hazard 11: the same on the way back.
    private func afterTheSwitchover(_ stage: Stage) async throws {
        let change = "CREATE TABLE later (id int PRIMARY KEY)"
        _ = try await stage.query("SET ROLE app; \(change)", on: .target)
        _ = try await stage.query("SET ROLE app; INSERT INTO later VALUES (1)", on: .target)
        try await expect(stage, ["switch-back"], 1, "[switchover.schema-changed]")
        _ = try await stage.query("SET ROLE app; \(change)", on: .source)
        try await expect(stage, ["accept-schema"], 0)
        let rows = try await stage.query("SELECT count(*) FROM later", on: .source)
        #expect(rows.single == "1")
    }

    /// As a client of the source, beside the pooler.
    private func owner(_ stage: Stage, _ statements: String) async throws {
        _ = try await stage.query(statements, on: .source, as: "app")
    }
}
