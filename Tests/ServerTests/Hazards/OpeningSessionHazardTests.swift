import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: clients go on at once after a switchover, whatever the pooler was doing when it was told
/// to pause, and notice nothing before. Method: its way to the server is slow, so that it is opening
/// a session right then, and it would wait longer after a refusal than its client does.
@Suite("Hazards of a pooler's own sessions", .serialized)
struct OpeningSessionHazardTests {
    @Test(
        "hazard 24: PAUSE waits for a session that the pooler is opening, and breaks off none",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func opening() async throws {
        try await onSlowWay { pooler, proxy in
            let gate = gate(to: pooler, proxy)
            try await gate.prepare()
            let clients = clients(of: pooler)
            let console = PostgresConnection(pooler.administration)
            try await console.connect()
            let first = Task { try await clients[0].query("SELECT 1").single }
            try #require(await isOpening(console), "it opened its session too fast to be caught")
            await console.close()
            try await gate.hold(timeout: .seconds(10))
            try await gate.release()
            #expect(try await first.value == "1")
            for client in clients {
                #expect(try await client.query("SELECT 2", timeout: .seconds(5)).single == "2")
                await client.close()
            }
            await gate.close()
        }
    }

    @Test(
        "the pooler renews its sessions before it pauses; a transaction keeps its own to its end",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func renewing() async throws {
        try await onSlowWay { pooler, proxy in
            let gate = gate(to: pooler, proxy)
            try await gate.prepare()
            let clients = clients(of: pooler)
            let asking = "SELECT pg_backend_pid()"
            try await clients[0].execute("BEGIN")
            let kept = try await clients[0].query(asking).single
            let before = try await clients[1].query(asking).single
            try await gate.renew()
            let after = try await clients[1].query(asking).single
            #expect(after != before)
            #expect(try await clients[0].query(asking).single == kept)
            try await clients[0].execute("COMMIT")
            #expect(
                try await clients[1].query(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid = $1", [before]
                ).single == "0")
            for client in clients { await client.close() }
            await gate.close()
        }
    }

    private func clients(of pooler: TemporaryPooler) -> [PostgresConnection] {
        (1...2).map { _ in PostgresConnection(pooler.settings(user: "app", database: "app")) }
    }

    private func onSlowWay(
        _ play: (TemporaryPooler, FaultyProxy) async throws -> Void
    ) async throws {
        try await onStage { stage in
            let proxy = try FaultyProxy(to: stage.source.port)
            defer { proxy.stop() }
            proxy.fault = .delay(.milliseconds(60))
            try await onPooler(slow(stage, proxy)) { try await play($0, proxy) }
        }
    }

    private func slow(_ stage: Stage, _ proxy: FaultyProxy) -> PoolerSetup {
        var setup = stage.pooler.setup
        setup.routes = [
            .init(
                "app",
                to: ConnectionSettings(
                    keywords: [
                        "host": "127.0.0.1", "port": "\(proxy.port)", "dbname": "postgres",
                    ], password: nil))
        ]
        setup.settings["server_login_retry"] = "30"
        return setup
    }

    private func isOpening(_ console: PostgresConnection) async throws -> Bool {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(20) {
            let pools = try await console.execute("SHOW POOLS").last?.records ?? []
            if pools.contains(where: { $0["database"] == "app" && $0.int("sv_login") > 0 }) {
                return true
            }
        }
        return false
    }

    private func gate(to pooler: TemporaryPooler, _ proxy: FaultyProxy) -> PgBouncerGate {
        let here = PoolerAddress(host: "127.0.0.1", port: "\(proxy.port)")
        let elsewhere = PoolerAddress(host: "127.0.0.1", port: "1")
        return PgBouncerGate(
            .init(
                admin: ["host": "127.0.0.1", "port": "\(pooler.port)", "user": "pgbouncer"],
                includeFile: pooler.databasesFile), password: nil, databases: ["postgres"],
            addresses: BothSides(source: here, target: elsewhere))
    }
}
