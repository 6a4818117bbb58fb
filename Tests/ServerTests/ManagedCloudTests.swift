import Demonstration
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: whoever has no superuser, because no managed cloud gives one away, moves all the same.
/// Method: the commands as a person types them, between servers with a cloud's roles and passwords.
@Suite("Without a superuser", .serialized)
struct ManagedCloudTests {
    @Test(
        "moves there, back and there again between servers that both know the application's role",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"))
    func thereAndBack() async throws {
        try await onStage(.managed(from: 16, to: 18, targetHasRole: true)) { stage in
            var journey = try await Journey.prepare(stage)
            let cloud = try await stage.openCloudSession(on: .source)
            try await journey.perform("run", sides: [.source])
            let bypassing = try await clientPastThePooler(stage)
            try await journey.thereAndBackAndThere()
            await #expect(throws: PostgresError.self) {
                try await bypassing.execute("UPDATE pgbench_branches SET bbalance = 0")
            }
            #expect(try await cloud.query("SELECT 1").single == "1")
            await bypassing.close()
            await cloud.close()
            try await journey.finish()
            try await expectLogin(stage, on: .target)
        }
    }

    @Test(
        "names the roles whose passwords cannot be read, and moves once they were given one",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"))
    func newRole() async throws {
        try await onStage(.managed(from: 16, to: 18, targetHasRole: false)) { stage in
            var journey = try await Journey.prepare(stage)
            let run = try await journey.perform("run", sides: [.source])
            let warning = "ALTER ROLE … PASSWORD before the switchover: app"
            #expect(run.error.contains(warning), "\(run.error)")
            let secret = sql(literal: stage.setup.password?.reveal() ?? "")
            _ = try await stage.query("ALTER ROLE app PASSWORD \(secret)", on: .target, as: "adm")
            try await journey.thereAndBackAndThere()
            try await journey.finish()
            try await expectLogin(stage, on: .target)
        }
    }

    @Test(
        "an abort leaves both servers and their roles as they were",
        .enabled(if: has(16, 18), "not run: PostgreSQL 16, 18 or PgBouncer is missing"),
        arguments: [true, false])
    func abort(targetHasRole: Bool) async throws {
        try await onStage(.managed(from: 16, to: 18, targetHasRole: targetHasRole)) { stage in
            var journey = try await Journey.prepare(stage)
            let before = try await everything(on: stage)
            try await journey.perform("run", sides: [.source])
            let result = try await stage.apus("migrate", "abort", "--confirm", "demo")
            #expect(result.status == 0, "\(result.error)")
            #expect(!result.error.contains("could not"), "\(result.error)")
            try await journey.expectOldSchema(on: .source)
            try await expectNothingLeft(stage, on: .source)
            #expect(try await everything(on: stage) == before)
        }
    }

    private func clientPastThePooler(_ stage: Stage) async throws -> PostgresConnection {
        let connection = PostgresConnection(
            stage.source.settings(user: stage.setup.role, database: stage.setup.database))
        try await connection.execute("SET default_transaction_read_only = off")
        return connection
    }

    private func expectLogin(_ stage: Stage, on side: Side) async throws {
        let answer = try await stage.query("SELECT current_user", on: side, as: stage.setup.role)
        #expect(answer.single == stage.setup.role)
    }
}

/// What is true of both servers as a whole: databases, roles, who belongs to whom.
func everything(on stage: Stage) async throws -> [String] {
    var found: [String] = []
    for side in Side.allCases {
        let rows = try await stage.query(
            """
            SELECT 'database ' || datname FROM pg_database
            UNION ALL SELECT concat_ws(' ', 'role', rolname, rolcanlogin, rolcreaterole,
                rolcreatedb, rolreplication) FROM pg_roles
            UNION ALL SELECT concat_ws(' ', 'member', m.member::regrole, m.roleid::regrole,
                m.admin_option) FROM pg_auth_members m
            UNION ALL SELECT 'slot ' || slot_name FROM pg_replication_slots
            UNION ALL SELECT 'subscription ' || subname FROM pg_subscription
            ORDER BY 1
            """, on: side, in: "postgres")
        found += rows.column.map { "\(side): \($0)" }
    }
    return found
}
