import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: whatever happens to the source before the switchover, it serves on unharmed, the cause is
/// named, and the same command goes on by itself where that is possible. Method: as
/// ``SwitchoverHazardTests``.
@Suite("Hazards before the switchover", .serialized)
struct SourceHazardTests {
    @Test(
        "hazards 4, 8, 9, 21, 25: a full log, a lost slot, a failover, a blocked way are all noticed",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func lostSlots() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let workload = try await stage.startLedger(rate: 50)
            try await blockTheWay(stage)
            try await expect(stage, ["run"], 0)
            try await reachTheCeiling(stage, workload)
            try await loseTheSlot(stage)
            // Its clients lose what the standby did not have; that is their server's bargain.
            _ = await workload.stop()
            try await failOverTheSource(stage)
            try await failOverTheTarget(stage)
            try await failOverTheFenced(stage)
        }
    }

    /// Hazard 25: whatever keeps a server from subscribing, trying it really is what tells.
    private func blockTheWay(_ stage: Stage) async throws {
        let text = stage.fileText()
        try stage.writeFile(
            text.replacing(
                "port: \(stage.source.port),",
                with: "port: \(stage.source.port), seen_from_peer: {port: 1},"))
        let roles = "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles"
        let before = try await stage.ask(roles, on: .target).single
        try await expect(stage, ["run"], 3, "network.path", "seen_from_peer")
        try stage.writeFile(text)
        #expect(try await stage.ask(roles, on: .target).single == before)
        try await expectNothingLeft(stage, on: .source)
    }

    /// Hazard 9.
    private func reachTheCeiling(_ stage: Stage, _ workload: Workload) async throws {
        try stage.writeFile(stage.fileText("limits: {retained_wal: 20MB, max_write_pause: 10s}"))
        try await stage.whileApplyWaits {
            _ = try await workload.waitForAcknowledgements(5)
            try await stage.fillLog(megabytes: 40)
            try await expect(stage, ["run"], 1, "[source.retained-wal]", "it starts over")
        }
        let slots = try await stage.query("SELECT count(*) FROM pg_replication_slots", on: .source)
        #expect(slots.single == "0")
        #expect(try await workload.waitForAcknowledgements(20))
        try stage.writeFile(stage.fileText("limits: {max_write_pause: 10s, retry_after: 1s}"))
        try await expect(stage, ["run"], 0, "starting over")
    }

    /// Hazard 8.
    private func loseTheSlot(_ stage: Stage) async throws {
        try await stage.source.configure(["max_slot_wal_keep_size": "1MB"])
        try await stage.whileApplyWaits {
            for _ in 1...40 {
                try await stage.fillLog(megabytes: 8)
                _ = try await stage.ask("SELECT pg_switch_wal()", on: .source)
                _ = try await stage.ask("CHECKPOINT", on: .source)
                let lost = try await stage.query(
                    "SELECT bool_and(wal_status = 'lost') FROM pg_replication_slots", on: .source)
                if lost.single == "t" { break }
            }
        }
        let status = try await stage.query(
            "SELECT DISTINCT wal_status FROM pg_replication_slots", on: .source)
        #expect(status.column == ["lost"])
        try await stage.source.configure(["max_slot_wal_keep_size": "-1"])
        try await expect(stage, ["run"], 0, "starting over: the source gave up the slot")
    }

    /// Hazard 8: a standby has no slots before 17.
    private func failOverTheSource(_ stage: Stage) async throws {
        try await stage.failOver(.source)
        try await expect(stage, ["run"], 0, "starting over")
        try await expect(stage, ["verify"], 0)
    }

    /// Hazard 4: replication does not notice that the target lost what it had confirmed.
    private func failOverTheTarget(_ stage: Stage) async throws {
        try await stage.failOver(.target) {
            _ = try await stage.query(Intruder.insert("lost with the target"), on: .source)
            #expect(try await stage.await("SELECT count(*) FROM strays", "1", on: .target))
            // Confirmed, so that the source does not send it again.
            _ = try await stage.ask("CHECKPOINT", on: .target)
            try await awaitConfirmed(stage)
        }
        try await expect(stage, ["switch-over"], 2, "[verify.rows-differ]", "failed over")
        _ = try await stage.query(Intruder.insert("the source serves"), on: .source, as: "app")
        try await expect(stage, ["abort", "--confirm", "demo"], 0)
        try await expect(stage, ["run"], 0)
    }

    private func awaitConfirmed(_ stage: Stage) async throws {
        let goal = try await stage.query("SELECT pg_current_wal_lsn()", on: .source).single ?? ""
        #expect(
            try await stage.await(
                """
                SELECT bool_and(confirmed_flush_lsn >= '\(goal)') FROM pg_replication_slots
                WHERE active
                """, "t", on: .source))
    }

    /// Hazard 21: the fence is in the catalogs, so the standby has it; what it lost is noticed.
    private func failOverTheFenced(_ stage: Stage) async throws {
        try await expect(stage, ["switch-over"], 0)
        try await stage.failOver(.source)
        let newcomers = stage.newcomers(.source, as: ["app"]).prefix(2)
        for intruder in newcomers {
            #expect(await !intruder.succeeds(), "\(intruder.name) after the failover")
            await intruder.connection.close()
        }
        try await expect(stage, ["switch-back"], 0)
        try await expect(stage, ["verify"], 0)
        try await expect(stage, ["switch-over"], 0)
        try await expect(stage, ["finish", "--confirm", "demo"], 0)
        try await expectNothingLeft(stage)
    }
}
