import Diagnostics
import PostgresClient
import Testing

@testable import ServerTestKit

/// Goal: the judge and its witnesses are right about a server that is shaken but loses nothing.
/// Method: writers through a real pooler while the server restarts and is killed.
@Suite("Workload: clients that write all the time and remember")
struct WorkloadTests {
    @Test(
        "loses no acknowledged row while the server restarts and is killed under it",
        .enabled(if: hasServerAndPooler, "not run: no PostgreSQL 15 or no PgBouncer"))
    func shakenServer() async throws {
        var setup = ServerSetup(try ServerInstallation.require(15))
        // A kill takes no file cache with it, so commits survive without fsync too.
        setup.settings = ["synchronous_commit": "on"]
        try await withServerAndPooler(setup) { server, pooler in
            let direct = server.settings(database: "app")
            try await Fixtures.newest().createDatabase(
                "app", owner: "postgres", on: server.settings())
            try await Ledger().create(on: direct)
            let records = try await self.shake(server, pooler)
            let report = try await Ledger().check(records, on: direct)
            #expect(report.isClean, "\(report)")
            #expect(report.strangers.count == 0)
            #expect(report.acknowledged > 0)
            let clients = Set(records.transactions.filter(\.isAcknowledged).map(\.client))
            #expect(clients == Set(1...8))
        }
    }

    private func shake(
        _ server: TemporaryServer, _ pooler: TemporaryPooler
    ) async throws -> WorkloadRecords {
        let workload = Workload(
            WorkloadSetup(
                pooler.settings(user: "postgres", database: "app"), clients: 8,
                usesPrepared: pooler.setup.installation.keepsPreparedStatements))
        workload.start()
        #expect(try await workload.waitForAcknowledgements(100))
        try await server.restart()
        #expect(try await workload.waitForAcknowledgements(100))
        await server.kill9()
        try await server.start()
        #expect(try await workload.waitForAcknowledgements(100))
        return await workload.stop()
    }

    @Test(
        "ends also when its clients wait for an answer that does not come",
        .enabled(if: hasServerAndPooler, "not run: no PostgreSQL 15 or no PgBouncer"))
    func heldTraffic() async throws {
        let setup = ServerSetup(try ServerInstallation.require(15))
        try await withServerAndPooler(setup, database: "postgres") { server, pooler in
            try await Ledger().create(on: server.settings())
            let workload = Workload(
                WorkloadSetup(
                    pooler.settings(user: "postgres", database: "app"), usesPrepared: false))
            workload.start()
            #expect(try await workload.waitForAcknowledgements(20))
            let console = PostgresConnection(pooler.administration)
            try await console.execute("PAUSE")
            let records = await workload.stop(patience: .milliseconds(200))
            let report = try await Ledger().check(records, on: server.settings())
            #expect(report.isClean, "\(report)")
            #expect(report.acknowledged >= 20)
        }
    }
}

/// A server and a pooler before it, whose database `app` leads to the named one. Their folders
/// stay when the body throws.
func withServerAndPooler(
    _ setup: ServerSetup, database: String = "app",
    _ body: (TemporaryServer, TemporaryPooler) async throws -> Void
) async throws {
    let server = try TemporaryServer(setup)
    try await server.start()
    var destination = server.settings(database: database)
    destination["user"] = nil
    let pooler = try TemporaryPooler(
        PoolerSetup(try PoolerInstallation.require(), routes: [.init("app", to: destination)]))
    try await pooler.start()
    do {
        try await body(server, pooler)
    } catch {
        await server.keepFolder()
        await pooler.discard()
        await server.discard()
        throw error
    }
    await pooler.discard()
    await server.discard()
}
