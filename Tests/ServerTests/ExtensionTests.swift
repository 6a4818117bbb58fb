import Demonstration
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what users configured in an extension's own tables arrives, or is named. Method: an extension
/// that is taught to have such a table, as pg_partman and PostGIS have.
@Suite("Extensions", .serialized)
struct ExtensionTests {
    @Test(
        "rows that users put into an extension's tables are carried, and those of the extension are not",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func configuration() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try await teach(stage, .source)
            _ = try await stage.query(
                "INSERT INTO conf VALUES (1, 'made by 1.7'), (11, 'ours')", on: .source)
            let target = PostgresConnection(stage.target.settings())
            try await target.execute("CREATE DATABASE app")
            await target.close()
            try await teach(stage, .target)
            _ = try await stage.query("INSERT INTO conf VALUES (1, 'made by 1.8')", on: .target)

            let preflight = try await stage.apus("migrate", "preflight")
            let words = preflight.output.split(whereSeparator: \.isWhitespace).joined(
                separator: " ")
            #expect(
                words.contains("public.conf: holds configuration of extension hstore"), "\(words)")
            try await expect(stage, ["run"], 0)
            let rows = "SELECT string_agg(what, ', ' ORDER BY id) FROM conf"
            #expect(try await stage.query(rows, on: .target).single == "made by 1.8, ours")

            // The database that was there is emptied, and the extension that comes knows no such table.
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            try await expect(
                stage, ["run"], 0, "what is configured in public.conf could not be carried")
            try await expect(stage, ["switch-over"], 0)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage)
        }
    }

    /// Only the script of an extension may do this by the function that is made for it.
    private func teach(_ stage: Stage, _ side: Side) async throws {
        _ = try await stage.query(
            """
            CREATE EXTENSION hstore; CREATE TABLE conf (id int PRIMARY KEY, what text);
            ALTER EXTENSION hstore ADD TABLE conf;
            UPDATE pg_extension SET extconfig = ARRAY['conf'::regclass::oid],
                extcondition = ARRAY['WHERE id > 10'] WHERE extname = 'hstore'
            """, on: side)
    }
}
