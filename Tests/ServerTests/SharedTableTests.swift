import Demonstration
import Foundation
import Glibc
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a large table arrives whole, however many read and write it. Method: tables that are just
/// large enough, in both forms that rows travel in, and a word from each side about what is there.
@Suite("A table that several workers copy", .serialized)
struct SharedTableTests {
    @Test(
        "is read by one session, or by two in ranges of its pages, and arrives whole",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        arguments: [(4, 1), (8, 2)])
    func read(jobs: Int, readers: Int) async throws {
        try await onStage(.talkative(from: 15, to: 17)) { stage in
            try await load(stage)
            try await expectEqual(stage, jobs: jobs, readers: readers)
        }
    }

    @Test(
        "is read in ranges of its keys from a server that cannot read pages",
        .enabled(if: has(13, 18), "not run: PostgreSQL 13, 18 or PgBouncer is missing"))
    func keys() async throws {
        try await onStage(.talkative(from: 13, to: 18)) { stage in
            try await load(stage)
            try await expectEqual(stage, jobs: 8, readers: 2)
        }
    }

    @Test(
        "stops everybody at a row that the target refuses, and is copied once it is mended",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func refused() async throws {
        try await onStage(.talkative(from: 15, to: 17)) { stage in
            try await load(stage)
            _ = try await stage.query(
                """
                ALTER TABLE orders ADD CONSTRAINT few CHECK (id < 999999) NOT VALID;
                UPDATE pg_constraint SET convalidated = true WHERE conname = 'few'
                """, on: .source)
            let stopped = try await stage.apus("migrate", "run")
            #expect(stopped.status == 1)
            #expect(stopped.error.contains("[target.rows-refused]"), "\(stopped.error)")
            _ = try await stage.query("DELETE FROM orders WHERE id >= 999999", on: .source)
            try await expectEqual(stage, jobs: 4)
        }
    }

    @Test(
        "ends when it is told to, or killed, leaves no session behind, and is copied the next time",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        arguments: [(SIGINT, 130), (SIGKILL, 9)] as [(Int32, Int32)])
    func ended(by signal: Int32, status: Int32) async throws {
        try await onStage(.talkative(from: 15, to: 17)) { stage in
            try await load(stage)
            let run = try await copySlowly(stage)
            run.send(signal)
            let end = try await run.end(within: .seconds(10))
            #expect(end.status == status, "\(end.error)")
            try await waitFor(
                "SELECT FROM pg_stat_activity WHERE application_name ~ 'apus/.*(copy|read)'",
                stage, .source
            ) { $0.isEmpty }
            try await expectEqual(stage, jobs: 4)
        }
    }

    @Test(
        "says what to type when the source goes away in the middle, and goes on with it",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func serverGone() async throws {
        try await onStage(.talkative(from: 15, to: 17)) { stage in
            try await load(stage)
            let run = try await copySlowly(stage)
            try await stage.source.restart(.immediate)
            let end = try await run.end(within: .seconds(30))
            #expect(end.status == 75, "\(end.error)")
            #expect(end.error.contains("[server.failed]"), "\(end.error)")
            #expect(end.error.contains("go on with the same command: "), "\(end.error)")
            #expect(end.error.contains(" migrate run "), "\(end.error)")
            try await expectEqual(stage, jobs: 4)
        }
    }

    /// A run that is in the middle of a copy.
    private func copySlowly(_ stage: Stage) async throws -> ProgramAtWork {
        try stage.writeFile(stage.fileText("limits: {copy_rate: 4MB}"))
        let run = try ProgramAtWork(stage, ["run"])
        try await waitFor("SELECT FROM pg_stat_progress_copy", stage, .target) { !$0.isEmpty }
        return run
    }

    /// More than what is worth several writers.
    private func load(_ stage: Stage) async throws {
        try await Fixtures.newest().createDatabase(
            stage.setup.database, owner: stage.setup.role, on: stage.source.settings())
        _ = try await stage.query(
            """
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE TABLE orders (id bigint PRIMARY KEY, note text, customer int NOT NULL DEFAULT 1,
                CONSTRAINT "Each (once)" UNIQUE (customer, id) INCLUDE (note) WITH (fillfactor = 80),
                CONSTRAINT late UNIQUE (id, customer) DEFERRABLE);
            CREATE INDEX ON orders (customer);
            COMMENT ON CONSTRAINT "Each (once)" ON orders IS 'one of each';
            ALTER TABLE orders REPLICA IDENTITY USING INDEX "Each (once)";
            CREATE TABLE moods (id bigint PRIMARY KEY, moods mood[], note text);
            INSERT INTO orders (id, note) SELECT n, repeat(md5(n::text), 3) FROM generate_series(1, 1000000) n;
            INSERT INTO moods SELECT n, ARRAY['sad', 'happy']::mood[],
                E'tab\t' || repeat(md5(n::text), 3) FROM generate_series(1, 700000) n;
            ANALYZE
            """, on: .source)
    }

    /// - Parameter readers: sessions that read each table; nil where it was begun more than once.
    private func expectEqual(_ stage: Stage, jobs: Int, readers: Int? = nil) async throws {
        try stage.writeFile(
            stage.fileText("limits: {copy_jobs: \(jobs), source_connections: \(jobs + 5)}"))
        let run = try await stage.apus("migrate", "run")
        #expect(run.status == 0, "\(run.error)")
        for table in ["orders", "moods"] {
            let made = try await indexes(of: table, stage, .source)
            #expect(try await indexes(of: table, stage, .target) == made)
            let sent = try await contents(of: table, stage, .source)
            #expect(sent.first != "0")
            #expect(try await contents(of: table, stage, .target) == sent)
            guard let readers else { continue }
            #expect(try copies(of: table, "TO STDOUT", stage.source) == readers)
            #expect(try copies(of: table, "FROM STDIN", stage.target) > readers)
        }
        // Three indexes of a table are built beside each other, and then two constraints on them.
        let log = try log(of: stage.target)
        for name in [#"orders_pkey PRIMARY KEY"#, #""Each (once)" UNIQUE"#] {
            #expect(log.contains("ADD CONSTRAINT \(name) USING INDEX"))
        }
    }

    private func waitFor(
        _ question: String, _ stage: Stage, _ side: Side, _ isRight: (Rows) -> Bool
    ) async throws {
        for _ in 0..<300 {
            if isRight(try await stage.query(question, on: side, in: "postgres")) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("not within thirty seconds: \(question)")
    }

    private func contents(of table: String, _ stage: Stage, _ side: Side) async throws -> [String] {
        try await stage.query(
            """
            SELECT unnest(ARRAY[count(*)::text, sum(hashtextextended(t::text, 0)::numeric)::text])
            FROM \(table) t
            """, on: side
        ).column
    }

    private func log(of server: TemporaryServer) throws -> String {
        try String(contentsOfFile: server.folder + "/log", encoding: .utf8)
    }

    private func indexes(of table: String, _ stage: Stage, _ side: Side) async throws -> [String] {
        try await stage.query(
            """
            SELECT concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisprimary, i.indisreplident,
                pg_get_constraintdef(c.oid), c.conname, obj_description(c.oid, 'pg_constraint'))
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
            WHERE i.indrelid = '\(table)'::regclass ORDER BY 1
            """, on: side
        ).column
    }

    /// How many statements a server heard that copy a table.
    private func copies(
        of table: String, _ direction: String, _ server: TemporaryServer
    ) throws -> Int {
        try log(of: server).split(separator: "\n").count {
            $0.contains("statement: COPY") && $0.contains("\"\(table)\"") && $0.contains(direction)
        }
    }
}

extension Stage.Setup {
    /// The servers write down what they are told.
    fileprivate static func talkative(from: Int, to: Int) -> Stage.Setup {
        var setup = quick(from: from, to: to)
        setup.settings["log_statement"] = "all"
        return setup
    }
}
