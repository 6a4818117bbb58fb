import Demonstration
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a server's standbys stay with it, whatever the fence does, and a role that could write is shut
/// out whatever it is called. Method: roles with REPLICATION ask for the server's log, as a standby does,
/// before and behind a switchover.
@Suite("Standbys and the fence", .serialized)
struct StandbyRoleTests {
    @Test(
        "a standby's role keeps LOGIN on both sides; one that could write does not",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func standbys() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            for role in ["standby", "sync", "member"] {
                _ = try await stage.query("CREATE ROLE \(role) LOGIN REPLICATION", on: .source)
            }
            _ = try await stage.query(
                "GRANT UPDATE (who) ON strays TO sync; GRANT app TO member; GRANT pg_monitor TO standby",
                on: .source)
            let target = PostgresConnection(stage.target.settings())
            try await target.execute("CREATE ROLE standby2 LOGIN REPLICATION")
            await target.close()
            try await expect(stage, ["run"], 0)
            try await expectStreams(
                stage, .target, ["standby", "standby2"], not: ["sync", "member"])
            try await expect(stage, ["switch-over"], 0)
            try await expectStreams(stage, .source, ["standby"], not: ["sync", "member", "app"])
            try await expectStreams(stage, .target, ["standby", "standby2", "sync", "member"])

            // From now on it could write, so the next fence shuts it out.
            _ = try await stage.query("GRANT INSERT ON strays TO standby2", on: .target)
            let changed = try await stage.apus(["migrate", "switch-back"])
            #expect(changed.error.contains("[switchover.schema-changed]"), "\(changed.error)")
            _ = try await stage.query(
                "CREATE ROLE standby2; GRANT INSERT ON strays TO standby2", on: .source)
            try await expect(stage, ["accept-schema"], 0)
            try await expect(stage, ["switch-back"], 0)
            try await expectStreams(stage, .target, ["standby"], not: ["standby2", "sync"])
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
            try await expectStreams(stage, .target, ["standby2"], not: ["standby"])
        }
    }

    private func expectStreams(
        _ stage: Stage, _ side: Side, _ roles: [String], not others: [String] = []
    ) async throws {
        for role in roles + others {
            let settings = stage.server(side).settings(user: role).with(["replication": "true"])
            let connection = PostgresConnection(settings)
            let answer = try? await connection.execute("IDENTIFY_SYSTEM")
            await connection.close()
            #expect((answer != nil) == roles.contains(role), "\(role) on the \(side)")
        }
    }
}
