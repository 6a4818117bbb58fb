import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: whatever a database holds arrives as it was. Method: a database with everything
/// PostgreSQL can hold, moved by the commands as a person types them while it is written; both
/// sides are read by statements of the test's own.
@Suite("A database that holds everything", .serialized)
struct EverythingTests {
    static let options = "large_objects: copy\nunlogged_tables: copy\n"

    @Test(
        "hazards 5, 15: moves there, back and there again, and is the same on both sides each time",
        .enabled(if: has(13, 15, 17, 18), "not run: PostgreSQL 13, 15, 17 or 18 is missing"),
        arguments: [(15, 17), (13, 18)])
    func thereAndBack(from: Int, to: Int) async throws {
        try await onStage(Everything.setup(from: from, to: to)) { stage in
            let everything = try await Everything.load(on: stage)
            try stage.writeFile(stage.fileText(Self.options))
            let before = try await everything.schema(on: .source)
            try await runWhileWritten(everything)
            var round = 4
            for (command, side) in [
                ("switch-over", Side.target), ("switch-back", .source), ("switch-over", .target),
            ] {
                let result = try await stage.apus("migrate", command)
                #expect(result.status == 0, "\(command): \(result.error)")
                #expect(result.output.contains("equal at the instant of the switchover"))
                try await expectSame(everything, "after \(command)")
                let sequences = changes(
                    from: try await everything.sequences(on: side.other),
                    to: try await everything.sequences(on: side))
                #expect(sequences.isEmpty, "after \(command): \(sequences)")
                for _ in 0..<2 {
                    try await everything.write(round: round, on: side)
                    round += 1
                }
            }
            try await expectFollowed(everything)
            let finish = try await stage.apus("migrate", "finish", "--confirm", "demo")
            #expect(finish.status == 0, "\(finish.error)")
            try await expectNothingLeft(stage)
            try await expectSame(everything, "after finish")
            try await expectCatalogs(everything, sourceBefore: before)
        }
    }

    @Test(
        "an abort leaves both servers as they were, down to roles and memberships",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func abort() async throws {
        try await onStage(Everything.setup(from: 15, to: 17)) { stage in
            let everything = try await Everything.load(on: stage)
            try stage.writeFile(stage.fileText(Self.options))
            let schema = try await everything.schema(on: .source)
            let rows = try await everything.rows(on: .source)
            let roles = try await cluster(stage, .source)
            let target = try await cluster(stage, .target)
            let run = try await stage.apus("migrate", "run")
            #expect(run.status == 0, "\(run.error)")
            let abort = try await stage.apus("migrate", "abort", "--confirm", "demo")
            #expect(abort.status == 0, "\(abort.error)")
            #expect(!abort.error.contains("warning"), "\(abort.error)")
            #expect(try await cluster(stage, .target) == target)
            #expect(try await cluster(stage, .source) == roles)
            #expect(try await everything.rows(on: .source) == rows)
            let difference = changes(
                from: schema, to: try await everything.schema(on: .source))
            #expect(difference.isEmpty, "\(difference)")
        }
    }

    @Test(
        "large objects are refused by default, and a change of a copied one refuses the switchover",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func largeObjects() async throws {
        try await onStage(.quick) { stage in
            try await stage.loadPgbench()
            let objects = "SELECT lo_from_bytea(990001, 'one'), lo_from_bytea(990002, 'two')"
            _ = try await stage.query(objects, on: .source)
            let refused = try await stage.apus("migrate", "preflight")
            #expect(refused.status == 3)
            #expect(refused.output.contains("2 large objects"))
            try stage.writeFile(stage.fileText("large_objects: copy"))
            #expect(try await stage.apus("migrate", "run").status == 0)
            _ = try await stage.query(
                "SELECT lo_put(990001, 0, 'ONE'), lo_unlink(990002), lo_from_bytea(990003, '3')",
                on: .source)
            let changed = try await stage.apus("migrate", "switch-over")
            #expect(changed.status != 0)
            for text in ["990001 was changed", "990002 is gone", "990003 is new", "ignore"] {
                #expect(changed.error.contains(text), "\(changed.error)")
            }
            try stage.writeFile(stage.fileText("large_objects: ignore"))
            let ignored = try await stage.apus("migrate", "switch-over")
            #expect(ignored.status == 0, "\(ignored.error)")
        }
    }

    /// Three rounds are written while the database is copied.
    private func runWhileWritten(_ everything: Everything) async throws {
        async let running = everything.stage.apus("migrate", "run")
        for round in 1...3 { try await everything.write(round: round, on: .source) }
        let run = try await running
        #expect(run.status == 0, "\(run.error)")
    }

    /// Nobody writes now; what the other side lacks arrives.
    private func expectFollowed(_ everything: Everything) async throws {
        for _ in 0..<200 {
            if try await everything.rows(on: .source) == everything.rows(on: .target) { return }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func expectSame(_ everything: Everything, _ when: Comment) async throws {
        let rows = changes(
            from: try await everything.rows(on: .source),
            to: try await everything.rows(on: .target))
        #expect(rows.isEmpty, "\(when): \(rows)")
    }

    private func expectCatalogs(_ everything: Everything, sourceBefore: [String]) async throws {
        let source = changes(from: sourceBefore, to: try await everything.schema(on: .source))
        #expect(source.isEmpty, "the source's own schema: \(source)")
        let target = changes(
            from: try await everything.referenceSchema(),
            to: try await everything.schema(on: .target))
        #expect(target.isEmpty, "the target's schema: \(target)")
        for (what, question) in sameOnBothSides {
            let difference = changes(
                from: try await everything.answer(question, on: .source),
                to: try await everything.answer(question, on: .target))
            #expect(difference.isEmpty, "\(what): \(difference)")
        }
    }

    /// What is in one list only, a few of them: enough to see what is the matter.
    private func changes(from before: [String], to after: [String]) -> [String] {
        let all = after.difference(from: before).map { change in
            switch change {
            case .insert(_, let element, _): "+ \(element)"
            case .remove(_, let element, _): "- \(element)"
            }
        }
        return Array(all.prefix(20))
    }

    /// Roles, memberships and databases of a server.
    private func cluster(_ stage: Stage, _ side: Side) async throws -> [String] {
        let connection = PostgresConnection(stage.server(side).settings())
        let rows = try await connection.query(
            """
            SELECT 'role', rolname, rolcanlogin::text, rolconfig::text FROM pg_roles
            UNION ALL SELECT 'member', g.rolname, m.rolname, a.admin_option::text
            FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member
            UNION ALL SELECT 'database', datname, '', '' FROM pg_database
            UNION ALL SELECT 'parameter', parname, paracl::text, '' FROM pg_parameter_acl
            ORDER BY 1, 2, 3, 4
            """)
        await connection.close()
        return rows.values.map { $0.map { $0 ?? "NULL" }.joined(separator: " ") }
    }
}
