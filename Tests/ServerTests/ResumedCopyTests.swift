import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what was copied before the program died is not copied again, and nothing is missing; where that
/// cannot be, the copy starts over and says so. Method: killed at places of the copy while clients write,
/// then the same command; the file of a table tells whether it was filled anew.
@Suite("A copy that was killed", .serialized)
struct ResumedCopyTests {
    @Test(
        "goes on with the tables that are missing, as often as it is killed",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func goesOn() async throws {
        try await onStage { stage in
            try await load(stage)
            _ = try await stage.query(
                "SELECT lo_from_bytea(0, 'large') FROM generate_series(1, 3)", on: .source,
                as: "app")
            try stage.writeFile(stage.fileText("large_objects: copy"))
            let workload = try await stage.startLedger(rate: 50)
            var files: [String: String] = [:]
            for place in ["copy-prepare", "copy-table", "copy-large-objects", "copy-rows"] {
                let killed = try await stage.apus(
                    ["migrate", "run"], ["APUS_DIE_AT": "\(place):after"])
                #expect(killed.status == SIGKILL, "\(place): \(killed.error)")
                #expect(!killed.error.contains("starting over"), "\(place): \(killed.error)")
                let now = try await copiedFiles(stage)
                for (table, file) in files { #expect(now[table] == file, "\(place): \(table)") }
                #expect(place == "copy-prepare" || !now.isEmpty)
                files = now
            }
            let last = try await stage.apus("migrate", "run")
            #expect(last.status == 0, "\(last.error)")
            #expect(last.error.contains("the copy goes on where it was"), "\(last.error)")
            #expect(!last.error.contains("starting over"), "\(last.error)")
            #expect(try await copiedFiles(stage) == files)
            let objects = try await stage.query(
                "SELECT count(*) FROM pg_largeobject_metadata", on: .target)
            #expect(objects.single == "3")
            #expect(try await awaitKeepers(stage, "0"))
            try await expect(stage, ["switch-over"], 0)
            try await expectNothingLost(workload, stage)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage)
        }
    }

    @Test(
        "goes on behind a restart of the target, with what it holds by then",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func targetRestarts() async throws {
        try await onStage { stage in
            try await load(stage)
            let program = try ProgramAtWork(stage, ["run"], stall: "copy-table:after")
            try await program.stopped()
            await stage.target.kill9()
            try await stage.target.start()
            program.goOn()
            let result = try await program.end()
            #expect(result.status != 0)
            let again = try await stage.apus("migrate", "run")
            #expect(again.status == 0, "\(again.error)")
            #expect(again.error.contains("the copy goes on where it was"), "\(again.error)")
            try await expect(stage, ["verify"], 0)
        }
    }

    @Test(
        "starts over when nobody keeps its snapshot any more",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func startsOver() async throws {
        try await onStage { stage in
            try await load(stage)
            let gone = "starting over: the snapshot that the copy reads is gone"
            try await die(stage)
            #expect(try await keepers(stage) == "1")
            _ = try await stage.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name LIKE 'apus/%/keeper'
                """, on: .source)
            let again = try await stage.apus(
                ["migrate", "run"], ["APUS_DIE_AT": "copy-table:after"])
            #expect(again.error.contains(gone), "\(again.error)")
            try stage.writeFile(stage.fileText("limits: {snapshot_grace: 1s}"))
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            #expect(try await keepers(stage) == "0")
            try await die(stage)
            #expect(try await awaitKeepers(stage, "0"))
            try await expect(stage, ["run"], 0, gone)
            try await expect(stage, ["verify"], 0)
        }
    }

    @Test(
        "is not gone on with when its slot is gone: what changed in between is in no log",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func slotGone() async throws {
        try await onStage { stage in
            try await load(stage)
            let killed = try await stage.apus(
                ["migrate", "run"], ["APUS_DIE_AT": "copy-rows:after"])
            #expect(killed.status == SIGKILL, "\(killed.error)")
            #expect(try await !copiedFiles(stage).isEmpty)
            _ = try await stage.query(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots",
                on: .source)
            _ = try await stage.query(
                "UPDATE wide SET filler = 'changed' WHERE id <= 10", on: .source, as: "app")
            let again = try await stage.apus("migrate", "run")
            #expect(again.status == 0, "\(again.error)")
            #expect(!again.error.contains("goes on where it was"), "\(again.error)")
            let changed = try await stage.query(
                "SELECT count(*) FROM wide WHERE filler = 'changed'", on: .target)
            #expect(changed.single == "10")
            #expect(try await awaitKeepers(stage, "0"))
        }
    }

    @Test(
        "keeps no snapshot where none is wanted",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func unwanted() async throws {
        try await onStage { stage in
            try await load(stage)
            try stage.writeFile(stage.fileText("limits: {snapshot_grace: 0s}"))
            try await die(stage)
            #expect(try await keepers(stage) == "0")
            try await expect(stage, ["run"], 0, "starting over")
        }
    }

    @Test(
        "is not thrown away because the source has no session free",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"))
    func noSessionFree() async throws {
        try await onStage(.managed(from: 16, to: 18, targetHasRole: true)) { stage in
            try await load(stage)
            try await die(stage)
            let files = try await copiedFiles(stage)
            #expect(!files.isEmpty)
            var last = ProgramResult(status: 1, output: "", error: "")
            var refused = 0
            for limit in 1...40 where last.status != 0 {
                try await allow(limit, stage)
                last = try await stage.apus("migrate", "run")
                #expect(!last.error.contains("starting over"), "\(limit): \(last.error)")
                guard last.status != 0, try await !isCopied(stage) else { continue }
                refused += 1
                #expect(try await keepers(stage) != "0", "\(limit): \(last.error)")
            }
            #expect(last.status == 0, "\(last.error)")
            #expect(refused > 2)
            let now = try await copiedFiles(stage)
            for (table, file) in files { #expect(now[table] == file, "\(table)") }
            try await allow(-1, stage)
            #expect(try await awaitKeepers(stage, "0"))
            try await expect(stage, ["verify"], 0)
        }
    }

    @Test(
        "is kept by one process at a time, however often it is tried",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func oneKeeper() async throws {
        try await onStage { stage in
            try await load(stage)
            for _ in 1...3 { try await die(stage, at: "copy-prepare:after") }
            #expect(try await stage.await(Self.holders, "1", on: .source))
            try await expect(stage, ["run"], 0, "the copy goes on where it was")
        }
    }

    // MARK: Parts

    /// So many sessions of ours on the source.
    private func allow(_ limit: Int, _ stage: Stage) async throws {
        _ = try await stage.query("ALTER ROLE adm CONNECTION LIMIT \(limit)", on: .source)
    }

    private func isCopied(_ stage: Stage) async throws -> Bool {
        try await stage.query(
            "SELECT count(*) FROM apus.journal WHERE kind = 'copied'", on: .target
        ).single != "0"
    }

    /// With a table that several workers fill.
    private func load(_ stage: Stage) async throws {
        try await stage.loadSmall()
        _ = try await stage.query(
            """
            CREATE TABLE wide AS SELECT n AS id, repeat('x', 200) AS filler
            FROM generate_series(1, 200000) n
            """, on: .source, as: "app")
        _ = try await stage.query("ALTER TABLE wide ADD PRIMARY KEY (id)", on: .source, as: "app")
        _ = try await stage.query("CREATE INDEX ON wide (filler, id)", on: .source, as: "app")
        _ = try await stage.query("VACUUM ANALYZE wide", on: .source)
    }

    private func die(_ stage: Stage, at place: String = "copy-table:after") async throws {
        let killed = try await stage.apus(
            ["migrate", "run"],
            stage.environment.merging(["APUS_DIE_AT": place]) { $1 })
        #expect(killed.status == SIGKILL, "\(killed.error)")
    }

    /// The files of the tables whose rows are all there.
    private func copiedFiles(_ stage: Stage) async throws -> [String: String] {
        let rows = try await stage.query(
            """
            SELECT name, pg_relation_filenode(name::regclass) AS file
            FROM (SELECT substring(entry FROM 'rows at [^ ]+ of (".*)') AS name FROM apus.restored) copied
            WHERE name IS NOT NULL
            """, on: .target)
        return Dictionary(
            rows.records.map { ($0["name"], $0["file"]) }, uniquingKeysWith: { $1 })
    }

    private static let holders = """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name LIKE 'apus/%/keeper' AND backend_xmin IS NOT NULL
        """

    private func keepers(_ stage: Stage) async throws -> String? {
        try await stage.query(Self.holders, on: .source).single
    }

    private func awaitKeepers(_ stage: Stage, _ count: String) async throws -> Bool {
        try await stage.await(
            """
            SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'apus/%/keeper'
            """, count, on: .source)
    }
}
