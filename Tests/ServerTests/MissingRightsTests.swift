import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: whoever lacks a right is told which, in words that can be typed, before anything changes.
/// Method: rights are taken from a cloud's role one by one, and what preflight says is typed.
@Suite("Rights that are missing", .serialized)
struct MissingRightsTests {
    @Test(
        "each is named with the statement that grants it; nothing changes, and typing it is enough",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"))
    func named() async throws {
        try await onStage(.managed(from: 16, to: 18, targetHasRole: true)) { stage in
            let journey = try await Journey.prepare(stage)
            for right in MissingRight.all {
                for side in right.sides { try await type(right.takenBy, stage, side) }
                let before = try await everything(on: stage)
                let run = try await stage.apus("migrate", "run")
                #expect(run.status == 3, "\(right.grant): \(run.error)")
                #expect(run.error.contains(right.grant), "\(run.error)")
                #expect(try await everything(on: stage) == before)
                try await typeRemedies(stage)
                let again = try await stage.apus("migrate", "preflight")
                #expect(again.status == 0, "\(right.grant): \(again.output)")
            }
            try await journey.expectOldSchema(on: .source)
        }
    }

    @Test(
        "before 16 only a superuser goes back: one way is refused until the file asks for it",
        .enabled(if: has(13, 15, 17), "not run: PostgreSQL 13, 15, 17 or PgBouncer is missing"),
        arguments: [13, 15])
    func oneWay(from: Int) async throws {
        try await onStage(.managed(from: from, to: 17, targetHasRole: true)) { stage in
            var journey = try await Journey.prepare(stage)
            let before = try await everything(on: stage)
            let refused = try await stage.apus("migrate", "run")
            #expect(refused.status == 3)
            #expect(refused.error.contains("way_back: none"), "\(refused.error)")
            #expect(try await everything(on: stage) == before)
            try stage.writeFile(stage.fileText("way_back: none"))
            try await journey.perform("run", sides: [.source])
            try await journey.perform("switch-over", sides: [.target])
            try await journey.expectClosed(.source)
            // Before 15 the schema public belongs to a superuser, who is not ours to name.
            try await journey.finish(sides: from < 15 ? [] : [.target])
        }
    }

    private func type(_ statements: [String], _ stage: Stage, _ side: Side) async throws {
        for statement in statements {
            _ = try await stage.query(statement, on: side, in: "postgres")
        }
    }

    /// What the report says to type against its blockers, by somebody who may.
    private func typeRemedies(_ stage: Stage) async throws {
        struct Answer: Decodable { let checks: [CheckOutcome] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let output = try await stage.apus("migrate", "preflight", "--output", "json").output
        let answer = try decoder.decode(Answer.self, from: Data(output.utf8))
        let blockers = answer.checks.flatMap(\.findings).filter { $0.severity == .blocker }
        for remedy in blockers.compactMap(\.remedy) {
            #expect(remedy.kind == .sql, "\(remedy.lines)")
            for line in remedy.lines {
                _ = try await stage.query(
                    line, on: remedy.side ?? .source, in: remedy.database ?? "postgres")
            }
        }
    }
}

/// A right that a role of a cloud may come without.
private struct MissingRight {
    let takenBy: [String]
    var sides = Side.allCases
    /// What preflight says to type.
    let grant: String

    static let all = [
        MissingRight(
            takenBy: ["REVOKE pg_create_subscription FROM adm"],
            grant: "GRANT pg_create_subscription TO \"adm\";"),
        // Sessions of a role that ours is a member of may be ended by that.
        MissingRight(
            takenBy: [
                "CREATE ROLE reader LOGIN",
                "GRANT reader TO adm WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
                "REVOKE pg_signal_backend FROM adm",
            ], grant: "GRANT pg_signal_backend TO \"adm\";"),
        MissingRight(
            takenBy: ["REVOKE app FROM adm"], sides: [.source],
            grant: "GRANT \"app\" TO \"adm\";"),
        MissingRight(
            takenBy: ["ALTER ROLE adm NOREPLICATION"], sides: [.source],
            grant: "ALTER ROLE \"adm\" REPLICATION;"),
    ]
}
