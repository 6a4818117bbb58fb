import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: the write pause does not grow with the number of tables, sequences and databases by more
/// than the statements that must name them. Method: both servers write down every statement; those
/// between fence and decision are counted.
@Suite("Many tables, sequences and databases", .serialized)
struct ScaleTests {
    private static let isWhole = ProcessInfo.processInfo.environment["APUS_CRASH"] == "all"

    struct Size: CustomTestStringConvertible {
        let databases: Int
        let tables: Int
        let sequences: Int
        var testDescription: String {
            "\(databases) databases, \(tables) tables, \(sequences) sequences"
        }

        static let small = Size(databases: 3, tables: 100, sequences: 450)
        static let large = Size(databases: 50, tables: 5_000, sequences: 10_000)
    }

    @Test(
        "hazard 5: move with as many statements in the write pause as few do",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        arguments: isWhole ? [Size.large] : [.small])
    func many(_ size: Size) async throws {
        try await onStage(setup(size)) { stage in
            try await stage.loadSmall()
            try await fill(stage, size)
            try stage.writeFile(
                stage.fileText("limits: {max_write_pause: 60s, retry_after: 1s}"))
            try await expect(stage, ["run"], 0)
            try await move(stage, size)
            let workload = try await stage.startLedger(rate: 50)
            for command in ["switch-over", "switch-back"] {
                try await expect(stage, [command], 0)
                try expectFewStatements(stage, size, command)
            }
            try await expectCleanLedger(workload, stage)
            print("\(size.testDescription): held for \(pauses(stage)) ms")
            try await expectSequences(stage, size)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
        }
    }

    private func setup(_ size: Size) -> Stage.Setup {
        var setup = Stage.Setup.quick
        setup.settings = ["log_statement": "all", "log_line_prefix": "%m [%p] app=%a "]
        setup.moreDatabases = (1..<size.databases).map { "tenant_\($0)" }
        guard size.databases > 8 else { return setup }
        setup.settings.merge([
            "max_connections": "700", "max_wal_senders": "150", "max_replication_slots": "150",
            "max_worker_processes": "200", "max_logical_replication_workers": "150",
            "max_locks_per_transaction": "256",
        ]) { _, new in new }
        return setup
    }

    private func fill(_ stage: Stage, _ size: Size) async throws {
        let statements = """
            DO $$ BEGIN
                FOR i IN 1..\(size.tables) LOOP
                    EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, note text)', i);
                    EXECUTE format('INSERT INTO t%s VALUES (1, ''row'')', i);
                    IF i % 500 = 0 THEN COMMIT; END IF;
                END LOOP;
                FOR i IN 1..\(size.sequences) LOOP
                    EXECUTE format('CREATE SEQUENCE s%s', i);
                    IF i % 500 = 0 THEN COMMIT; END IF;
                END LOOP;
            END $$
            """
        _ = try await stage.ask(statements, on: .source, as: owner(stage))
        let fixtures = try Fixtures.newest()
        for database in stage.setup.moreDatabases {
            try await fixtures.createDatabase(database, owner: "app", on: stage.source.settings())
            _ = try await stage.query(
                "CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t DEFAULT VALUES",
                on: .source, as: "app", in: database)
        }
    }

    private func owner(_ stage: Stage) -> ConnectionSettings {
        stage.source.settings(user: "app", database: stage.setup.database)
    }

    /// Sequences that moved since they were carried, one that was only set, and rows.
    private func move(_ stage: Stage, _ size: Size) async throws {
        _ = try await stage.query(
            """
            SELECT nextval('s' || n) FROM generate_series(1, \(size.sequences), 2) n;
            SELECT setval('s2', 77, false); UPDATE t1 SET note = 'moved'
            """, on: .source, as: "app")
    }

    private func expectSequences(_ stage: Stage, _ size: Size) async throws {
        for side in Side.allCases {
            let rows = try await stage.query(
                """
                SELECT (SELECT count(*) FROM pg_sequences WHERE sequencename ~ '^s\\d+$'
                        AND last_value = 1), last_value, is_called FROM s2
                """, on: side)
            let states = rows.values.map { $0.map { $0 ?? "" }.joined(separator: " ") }
            #expect(states == ["\(size.sequences / 2) 77 f"], "\(side)")
        }
    }

    private func pauses(_ stage: Stage) -> String {
        MigrationReport.read(StateFolder(path: stage.stateFolder), migration: "demo")
            .switchovers.map { "\(Int($0.writePauseMilliseconds.rounded()))" }
            .joined(separator: ", ")
    }

    // MARK: Counting

    /// From the fence to the statement that opens the other side, on both servers.
    private func expectFewStatements(_ stage: Stage, _ size: Size, _ command: String) throws {
        let entries = try Side.allCases.flatMap { try statements(of: stage.server($0)) }.sorted()
        let opened = try #require(entries.lastIndex { $0.contains("format('ALTER ROLE %I LOGIN'") })
        let fenced = try #require(
            entries[..<opened].lastIndex { $0.contains("format('ALTER ROLE %I NOLOGIN'") })
        let held = entries[fenced...opened]
        #expect(held.contains { $0.contains("SET decision = 'switched'") })
        // A marker may be written up to three times more, on behalf of other sessions.
        let bound = 20 + 12 * size.databases
        print("\(command): \(held.count) statements in the write pause, at most \(bound)")
        #expect(held.count <= bound, "\(held.map { $0.prefix(120) })")
    }

    /// What the sessions of a switchover said. Looking whether the marker has come yet is not
    /// counted: how often depends on the machine.
    private func statements(of server: TemporaryServer) throws -> [String] {
        var entries: [String] = []
        let text = try String(contentsOfFile: server.folder + "/log", encoding: .utf8)
        for line in text.split(separator: "\n") {
            if line.hasPrefix("\t"), !entries.isEmpty {
                entries[entries.count - 1] += line
            } else {
                entries.append(String(line))
            }
        }
        return entries.filter {
            $0.contains("/switchover ") && ($0.contains("statement: ") || $0.contains("execute "))
                && !$0.contains("execute marker")
        }
    }
}
