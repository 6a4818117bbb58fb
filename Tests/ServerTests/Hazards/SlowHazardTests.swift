import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what Apus waits a minute for is named after it, and nobody was held meanwhile. Method: as
/// ``SwitchoverHazardTests``, with patience.
@Suite("Hazards that take a minute", .serialized)
struct SlowHazardTests {
    private static let isWhole = ProcessInfo.processInfo.environment["APUS_CRASH"] == "all"

    @Test(
        "hazard 10: an open transaction is named by the slot and by the switchover it delays",
        .enabled(
            if: isWhole && has(15, 17),
            "not run: scripts/test-crash runs it; it needs PostgreSQL 15, 17 and PgBouncer"))
    func openTransaction() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let workload = try await stage.startLedger(rate: 20)
            let client = stage.session(.source, as: "app")
            try await client.execute("BEGIN; " + Intruder.insert("since this morning"))
            try await expect(
                stage, ["run"], 1, "[source.slot-blocked]", "of app", "pg_terminate_backend(")
            try await client.execute("COMMIT")
            try await expect(stage, ["run"], 0)
            // Only one that is older than a second counts as open for long.
            try await client.execute("BEGIN; SELECT count(*) FROM strays; SELECT pg_sleep(1.2)")
            try await expect(
                stage, ["switch-over"], 4, "[switchover.not-ready]", "Nothing was held")
            await client.close()
            try await expect(stage, ["switch-over"], 0)
            try await expectCleanLedger(workload, stage)
        }
    }

    @Test(
        "hazard 17: a subscriber that counts no errors is found out within a minute",
        .enabled(
            if: isWhole && has(13, 14),
            "not run: scripts/test-crash runs it; it needs PostgreSQL 13, 14 and PgBouncer"))
    func conflictBefore15() async throws {
        try await onStage(.quick(from: 13, to: 14)) { stage in
            try await stage.loadSmall()
            try await expect(stage, ["run"], 0)
            _ = try await stage.query(
                "INSERT INTO emptied VALUES (2)", on: .target)
            _ = try await stage.query("INSERT INTO emptied VALUES (2)", on: .source, as: "app")
            try await expect(stage, ["run"], 1, "[catch-up.apply-stopped]")
            _ = try await stage.query("DELETE FROM emptied WHERE id = 2", on: .target)
            try await expect(stage, ["run"], 0)
            try await expect(stage, ["verify"], 0)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
        }
    }
}
