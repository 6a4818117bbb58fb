import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: databases of one server that move one at a time do not feel each other. Method: two
/// migrations whose names begin alike, each with a database and a role of its own; whatever one of
/// them does, the other one's clients work on where they are.
@Suite("Databases of one server, one at a time", .serialized)
struct OneAtATimeTests {
    @Test(
        "hazard 18: neither the fence nor the end of one migration reaches the other database",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func separate() async throws {
        try await onStage(.quick(from: 15, to: 17)) { stage in
            try await load(stage)
            let shop = try Shop(stage)
            let clerk = shop.clerk(on: .source)
            try await clerk.execute("INSERT INTO sales VALUES (1)")

            try await first(stage, "run")
            try await first(stage, "switch-over")
            #expect(try await stage.logsIn("app", to: "app", on: .target))
            #expect(try await !stage.logsIn("app", to: "app", on: .source))
            try await clerk.execute("INSERT INTO sales VALUES (2)")
            #expect(try await stage.logsIn("clerk", to: "shop", on: .source))

            try await shop.expect("run")
            #expect(try await stage.logsIn("app", to: "app", on: .target))
            #expect(try await !stage.logsIn("clerk", to: "shop", on: .target))

            try await first(stage, "finish", "--confirm", "demo")
            #expect(try await shop.links(on: .source) == ["apus_demo_1_d0_l0"])
            try await clerk.execute("INSERT INTO sales VALUES (3)")
            await clerk.close()

            try await shop.expect("switch-over")
            #expect(try await stage.logsIn("clerk", to: "shop", on: .target))
            #expect(try await stage.logsIn("app", to: "app", on: .target))
            let moved = shop.clerk(on: .target)
            #expect(
                try await moved.query("SELECT id FROM sales ORDER BY id").column == ["1", "2", "3"])
            await moved.close()
            try await shop.expect("finish", "--confirm", "demo_1")
            #expect(try await shop.links(on: .source) == [])
            try await expectNothingLeft(stage)
        }
    }

    @Test(
        "giving one up leaves the roles that the other one needs",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func abort() async throws {
        try await onStage(.quick(from: 15, to: 17)) { stage in
            try await load(stage)
            _ = try await stage.query("CREATE ROLE readers; GRANT readers TO clerk", on: .source)
            let shop = try Shop(stage)
            try await first(stage, "run")
            try await shop.expect("run")
            let given = try await stage.apus("migrate", "abort", "--confirm", "demo")
            #expect(given.status == 0, "\(given.error)")
            let words = given.output + given.error
            #expect(words.contains("another migration is under way there (apus_demo_1_d0_l0"))
            #expect(words.contains("DROP ROLE \"clerk\""))

            try await shop.expect("switch-over")
            let moved = shop.clerk(on: .target)
            #expect(
                try await moved.query("SELECT pg_has_role('readers', 'MEMBER')").single == "t")
            await moved.close()
            try await shop.expect("finish", "--confirm", "demo_1")
            try await expectNothingLeft(stage, on: .source)
        }
    }

    @Test(
        "a role that comes into both databases is named before anything is locked",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func shared() async throws {
        try await onStage(.quick(from: 15, to: 17)) { stage in
            try await load(stage)
            _ = try await stage.query("GRANT CONNECT ON DATABASE app TO clerk", on: .source)
            let clerk = try Shop(stage).clerk(on: .source)
            try await clerk.connect()
            let refused = try await stage.apus("migrate", "run")
            #expect(refused.status == 3)
            #expect(refused.error.contains("role.other-databases"), "\(refused.error)")
            #expect(try await stage.logsIn("clerk", to: "shop", on: .source))
            await clerk.close()
        }
    }

    private func first(_ stage: Stage, _ words: String...) async throws {
        let result = try await stage.apus(["migrate"] + words)
        #expect(result.status == 0, "\(words): \(result.error)")
    }

    private func load(_ stage: Stage) async throws {
        try await stage.loadSmall()
        for statement in [
            "CREATE ROLE clerk LOGIN", "CREATE DATABASE shop OWNER clerk",
            "REVOKE CONNECT ON DATABASE app, shop FROM PUBLIC",
        ] { _ = try await stage.query(statement, on: .source) }
        _ = try await stage.query(
            "SET ROLE clerk; CREATE TABLE public.sales (id int PRIMARY KEY)", on: .source,
            in: "shop")
    }
}

/// The second database, which a migration of its own moves.
private struct Shop {
    let stage: Stage
    let file: String

    init(_ stage: Stage) throws {
        self.stage = stage
        file = stage.folder + "/shop.yaml"
        let text = """
            migration: demo_1
            source: {host: 127.0.0.1, port: \(stage.source.port), user: postgres}
            target: {host: 127.0.0.1, port: \(stage.target.port), user: postgres}
            databases: [shop]
            traffic: none
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    func clerk(on side: Side) -> PostgresConnection {
        PostgresConnection(stage.server(side).settings(user: "clerk", database: "shop"))
    }

    func expect(_ words: String...) async throws {
        let result = try await run(
            ["migrate"] + words + ["--file", file, "--state-dir", stage.folder + "/shop"])
        #expect(result.status == 0, "\(words): \(result.error)")
    }

    func links(on side: Side) async throws -> [String] {
        try await stage.query(
            "SELECT slot_name FROM pg_replication_slots ORDER BY 1", on: side, in: "postgres"
        ).column
    }
}

extension Stage {
    fileprivate func logsIn(_ role: String, to database: String, on side: Side) async throws -> Bool
    {
        let connection = PostgresConnection(server(side).settings(user: role, database: database))
        defer { Task { await connection.close() } }
        do {
            try await connection.connect()
            return true
        } catch {
            #expect("\(error)".contains("not permitted to log in"), "\(error)")
            return false
        }
    }
}
