import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: bad input gets a clear error and its exit status, and nothing is changed. Method: each
/// mistake an operator can make, on real servers that want a password; after it both servers'
/// catalogs are as they were, and the password is in nothing that was printed or kept.
@Suite("Bad input", .serialized)
struct BadInputTests {
    @Test(
        "hazards 7, 26: is refused before a migration begins, by name and with its exit status",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func beforehand() async throws {
        try await onStage { stage in
            let desk = try await OperatorsDesk(stage)
            try await desk.refuses("an unreachable server", 75, "[connection.unreachable]") {
                $0.source = "{host: 127.0.0.1, port: 1, user: mover}"
            }
            try await desk.refuses(
                "a wrong password", 1, "[connection.refused]", "password authentication failed",
                environment: ["MOVER_PASSWORD": "not-it"])
            try await desk.refuses(
                "no password", 1, "[connection.password-missing]", "MOVER_PASSWORD",
                environment: ["MOVER_PASSWORD": ""])
            try await desk.refuses("the same server twice", 3, "server.distinct") {
                $0.target = $0.source
            }
            try await desk.refuses(
                "a wrong database", 1, "[source.no-database]", "Did you mean app?"
            ) { $0.databases = "[ap]" }
            try await desk.refuses(
                "a typo", 1, "migration.yaml:4:1", "`databses`", "Did you mean `databases`?"
            ) { $0.databasesKey = "databses" }
            try await desk.refuses(
                "a wrong type", 1, "`max_write_pause`", "[file.wrong-type]"
            ) { $0.more = "limits: {max_write_pause: soon}" }
            try await desk.refuses("not YAML", 1, "[file.not-yaml]") { $0.more = "}{" }
            try await filesAndFlags(desk)
            try await poolers(desk)
            try await targets(desk)
            try await desk.expectNoSecret()
        }
    }

    private func filesAndFlags(_ desk: OperatorsDesk) async throws {
        let missing = try await run(["migrate", "run", "--file", "/nonexistent/migration.yaml"])
        #expect(missing.status == 1)
        #expect(missing.error.contains("/nonexistent/migration.yaml [file.unreadable]"))
        for words in [["migrate", "rnu"], ["migrate", "run", "--swich-over"], ["mgirate"]] {
            let result = try await run(words)
            #expect(result.status == 64, "\(words): \(result.error)")
            #expect(result.error.contains(words.last ?? ""), "\(result.error)")
        }
    }

    private func poolers(_ desk: OperatorsDesk) async throws {
        let stage = desk.stage
        let file = stage.pooler.databasesFile
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try "[databases]\n".write(toFile: file, atomically: false, encoding: .utf8)
        try await desk.refuses("an include file without the entry", 3, "has no entry that leads to")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        try await desk.refuses("no include file", 3, "could not read the pooler's file") {
            $0.includeFile = "/nonexistent.ini"
        }
        try await desk.refuses(
            "an include file that may not be written", 3, "may not write the pooler's file",
            asSomebodyElse: true)
        try await stage.pooler.stop()
        try await desk.refuses("a pooler that is down", 3, "traffic", "could not connect")
        try await stage.pooler.start()
    }

    private func targets(_ desk: OperatorsDesk) async throws {
        let stage = desk.stage
        _ = try await desk.ask("CREATE DATABASE app", on: .target)
        _ = try await stage.query("CREATE TABLE somebodys (id int)", on: .target)
        try await desk.refuses(
            "a target that is not empty", 3, "database.target-empty", "somebodys")
        try await desk.refuses("an older target", 3, "server.versions", "older than the source") {
            swap(&$0.source, &$0.target)
        }
        _ = try await desk.ask("DROP DATABASE app", on: .target)
        try await stage.source.configure(["wal_level": "replica"])
        try await stage.source.restart()
        try await desk.refuses(
            "wal_level too low", 3, "server.wal-level", "ALTER SYSTEM SET wal_level = 'logical'")
        try await stage.source.configure(["wal_level": "logical"])
        try await stage.source.restart()
    }

    @Test(
        "hazard 28: at the wrong moment is refused, and no secret is in anything that was said or kept",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func wrongMoments() async throws {
        try await onStage { stage in
            let desk = try await OperatorsDesk(stage)
            for command in ["switch-over", "switch-back", "finish", "abort"] {
                try await desk.refuses(
                    "\(command) before run", 1, "[migration.not-begun]", command: command)
            }
            try await interrupt(desk)
            try await expect(desk.apus("run"))
            try await desk.refuses(
                "another migration", 1, "[migration.other-migration]", "\"demo\""
            ) { $0.name = "other" }
            try await desk.refuses(
                "its abort", 1, "[migration.other-migration]", command: "abort"
            ) { $0.name = "other" }
            try await desk.refuses(
                "finish before switch-over", 1, "[migration.finish-too-early]", command: "finish")
            try await desk.refuses(
                "switch-back before switch-over", 1, "[switchover.already-there]",
                "Nothing was switched over yet", command: "switch-back")
            try await desk.refuses(
                "a wrong name", 1, "[usage.not-confirmed]", "--confirm demo", command: "finish",
                confirm: "dmeo")
            try await expect(desk.apus("switch-over"))
            try await desk.refuses(
                "abort after switch-over", 1, "[migration.abort-too-late]",
                "apus migrate switch-back", command: "abort")
            let again = try await desk.apus("switch-over")
            #expect(again.status == 0)
            #expect(again.error.contains("the target serves already"))
            #expect(try await desk.apus("run").output.contains("the target serves"))
            #expect(try await desk.apus("finish").status == 0)
            try await expectNothingLeft(stage)
            #expect(try await desk.apus("finish").status == 0, "done twice is done")
            try await desk.refuses(
                "run after finish", 1, "[migration.finished]", "the target serves",
                "migration: demo2")
            try await desk.expectNoSecret()
        }
    }

    /// Ctrl-C in the middle of the copy, once it is sure to be under way.
    private func interrupt(_ desk: OperatorsDesk) async throws {
        let process = try desk.process("run", environment: ["APUS_STALL_AT": "copy-prepare:after"])
        try process.run()
        try await awaitStop(of: process)
        kill(process.processIdentifier, SIGINT)
        kill(process.processIdentifier, SIGCONT)
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        let words = desk.takeErrors()
        #expect(process.terminationStatus == 130, "\(words)")
        #expect(words.contains("interrupted: the state is safe"))
        #expect(words.contains("migrate run --file \(desk.stage.file)"), "\(words)")
    }

    @Test(
        "such as a full disk of the target stops the copy, and the same command goes on later",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        .enabled(if: SmallDisk.isPossible, "not run: only root may mount a small disk"))
    func fullDisk() async throws {
        try await onStage { stage in
            let desk = try await OperatorsDesk(stage)
            _ = try await stage.query(
                """
                CREATE TABLE wide AS
                SELECT n, repeat(md5(n::text), 30) AS t FROM generate_series(1, 60000) n;
                ALTER TABLE wide ADD PRIMARY KEY (n); ALTER TABLE wide OWNER TO app;
                """, on: .source)
            let disk = try SmallDisk(megabytes: 40)
            defer { disk.remove() }
            _ = try await desk.ask(
                "CREATE TABLESPACE small LOCATION \(sql(literal: disk.path))", on: .target)
            _ = try await desk.ask("CREATE DATABASE app TABLESPACE small", on: .target)
            let full = try await desk.apus("run")
            #expect(full.status == 1, "\(full.error)")
            #expect(full.error.contains("No space left on device"), "\(full.error)")
            #expect(full.error.contains("target"), "\(full.error)")
            #expect(full.error.contains("hint:"), "\(full.error)")
            #expect(try await desk.apus("status").status == 0)
            try disk.resize(megabytes: 400)
            try await expect(desk.apus("run"))
            try await expect(desk.apus("abort"))
            try await expectNothingLeft(stage)
            _ = try await desk.ask("DROP DATABASE app", on: .target)
            _ = try await desk.ask("DROP TABLESPACE small", on: .target)
        }
    }
}
