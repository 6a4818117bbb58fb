import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what cannot be moved is refused or reported by its name, and what only looks so arrives.
/// Method: cases of `unmovable.sql`, planted into a database that holds everything.
@Suite("What is hard to move", .serialized)
struct UnmovableTests {
    @Test(
        "is refused or reported by name before anything changes",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func preflight() async throws {
        try await onHardStage { everything in
            let before = try await everything.schema(on: .source)
            let named: KeyValuePairs = [
                "full_without_equality": "keys.full_without_equality.j: is json",
                "extension_table": "public.of_extension: is part of extension plpgsql",
                "language_of_catalog": "language everything_catalog_language",
                "in_pg_catalog": "function pg_catalog.everything_mine",
                "in_information_schema": "information_schema.everything_mine",
                "pg_node_tree": "types.node_trees.adbin",
                "own_slot": "everything_own",
                "tablespace": "lies in tablespace everything space",
                "foreign_partition": "4 foreign tables",
            ]
            for (name, _) in named where name != "own_slot" {
                try await everything.plant(name, .before)
            }
            let planted = try await everything.schema(on: .source)
            try await everything.plant("own_slot", .before)
            let found = try await everything.stage.apus("migrate", "preflight")
            #expect(found.status == 3)
            // Its lines are broken at a width, for people.
            let text = found.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for (name, words) in named { #expect(text.contains(words), "\(name)") }
            let refused = try await everything.stage.apus("migrate", "run")
            #expect(refused.status == 3)
            #expect(planted != before)
            #expect(try await everything.schema(on: .source) == planted)
            #expect(
                try await everything.answer(
                    "SELECT 1 FROM pg_namespace WHERE nspname = 'apus'", on: .source
                )
                .isEmpty)
            try await everything.drop(slot: "everything_own")
        }
    }

    @Test(
        "arrives all the same where it can, under settings that spoil careless sessions",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func handled() async throws {
        try await onHardStage { everything in
            for name in ["char_high_byte", "foreign_partition", "tablespace", "apply_trigger"] {
                try await everything.plant(name, .before)
            }
            try await everything.psql(
                ["-f", "\(Everything.folder)/hostile.sql"], everything.stage.settings(.source))
            let run = try await everything.stage.apus("migrate", "run")
            #expect(run.status == 0, "\(run.error)")
            #expect(run.error.contains("parts.with_foreign could not be analyzed"), "\(run.error)")
            for name in [
                "char_high_byte", "apply_trigger", "keyless_update", "identity_nothing_update",
                "deferrable_key_update", "generated_identity",
            ] { try await everything.plant(name, .during) }
            let switched = try await everything.stage.apus("migrate", "switch-over")
            #expect(switched.status == 0, "\(switched.error)")
            #expect(switched.output.contains("equal at the instant of the switchover"))
            #expect(
                try await everything.rows(on: .source) == everything.rows(on: .target))
        }
    }

    /// What no catalog shows: the rows themselves do not fit what is said of them.
    @Test(
        "stops the copy with its name where only the target finds out, and an abort cleans up",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        arguments: [
            ("check_no_longer_true", 1, "keys.broken_check"),
            ("foreign_key_broken", 1, "keys.broken_child broken"),
            ("unqualified_function", 1, "code.unqualified_call"),
            ("generated_no_longer_true", 2, "types.stale_generated: id=1"),
        ])
    func refused(_ name: String, _ status: Int32, _ words: String) async throws {
        try await onHardStage { everything in
            try await everything.plant(name, .before)
            let run = try await everything.stage.apus("migrate", "run")
            #expect(run.status == status, "\(run.error)")
            #expect(run.error.contains(words), "\(run.error)")
            #expect(run.error.contains("hint:"), "\(run.error)")
            let abort = try await everything.stage.apus("migrate", "abort", "--confirm", "demo")
            #expect(abort.status == 0, "\(abort.error)")
            try await expectNothingLeft(everything.stage, on: .source)
            let databases = try await everything.stage.query(
                "SELECT datname FROM pg_database", on: .target, in: "postgres"
            ).column
            #expect(!databases.contains("everything"))
        }
    }

    private func onHardStage(_ body: (Everything) async throws -> Void) async throws {
        try await onStage(Everything.setup(from: 15, to: 17)) { stage in
            let everything = try await Everything.load(on: stage)
            try stage.writeFile(stage.fileText(EverythingTests.options))
            try await body(everything)
        }
    }
}

extension Everything {
    enum Step: String { case before, during }

    /// Makes one case of `unmovable.sql`.
    func plant(_ name: String, _ step: Step) async throws {
        let directory = stage.folder + "/space-\(name)"
        if name == "tablespace" { try makeServersFolder(directory) }
        try await psql(
            [
                "-o", "/dev/null", "-v", "case=\(name)", "-v", "step=\(step)", "-v",
                "directory=\(directory)", "-f", "\(Self.folder)/unmovable.sql",
            ], stage.settings(.source))
    }

    func drop(slot: String) async throws {
        _ = try await stage.query(
            "SELECT pg_drop_replication_slot(\(sql(literal: slot)))", on: .source)
    }

    private func makeServersFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // Servers run as another user than root, and read their way there.
        chmod(stage.folder, 0o755)
        if let owner = getpwnam("postgres") {
            chown(path, owner.pointee.pw_uid, owner.pointee.pw_gid)
        }
    }
}
