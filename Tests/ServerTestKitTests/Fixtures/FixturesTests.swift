import FoundationEssentials
import PostgresClient
import Testing

@testable import ServerTestKit

@Suite("Fixtures: something to move")
struct FixturesTests {
    @Test("gives Pagila's objects to the named owner, and nothing else changes")
    func owner() {
        let schema = """
            SET default_table_access_method = heap;
            ALTER TABLE public.film OWNER TO postgres;
            -- Owner: postgres
            """
        #expect(
            Fixtures.pagilaSchema(schema, owner: "Jo.s App") == """
                ALTER TABLE public.film OWNER TO "Jo.s App";
                -- Owner: postgres
                """)
    }

    @Test(
        "loads Pagila for an owner, and its workload writes to it without an error",
        .enabled(if: postgres15 != nil, "not run: no PostgreSQL 15"),
        .enabled(if: pagila != nil, "not run: no Pagila beside the project"))
    func loadsPagila() async throws {
        try await withAppDatabase { server in
            let folder = try #require(pagila)
            let admin = server.settings(database: "app")
            try await Fixtures.newest().loadPagila(from: folder, owner: "app", on: admin)
            let counts = try await self.write(PagilaProfile(), to: server)
            #expect(counts.isEmpty, "\(counts)")
        }
    }

    @Test(
        "makes pgbench's tables for an owner, and their workload writes to them without an error",
        .enabled(if: postgres15 != nil, "not run: no PostgreSQL 15"))
    func makesPgbench() async throws {
        try await withAppDatabase { server in
            let owner = server.settings(user: "app", database: "app")
            try await Fixtures.newest().makePgbench(on: owner)
            let counts = try await self.write(PgbenchProfile(), to: server)
            #expect(counts.isEmpty, "\(counts)")
        }
    }

    /// Both kinds of clients until every statement must have had its turn.
    private func write(
        _ profile: any WorkloadProfile, to server: TemporaryServer
    ) async throws -> [WorkloadRecords.Failure: Int] {
        let owner = server.settings(user: "app", database: "app")
        try await Ledger().create(on: owner)
        var setup = WorkloadSetup(owner, clients: 4)
        setup.profile = profile
        setup.pace = .saturating
        let workload = Workload(setup)
        workload.start()
        #expect(try await workload.waitForAcknowledgements(300))
        let records = await workload.stop()
        let report = try await Ledger().check(records, on: owner)
        #expect(report.isClean && report.rows == report.acknowledged, "\(report)")
        return records.failureCounts
    }

    /// A server with passwords, a role `app` and its database.
    private func withAppDatabase(_ body: (TemporaryServer) async throws -> Void) async throws {
        var setup = ServerSetup(try ServerInstallation.require(15))
        setup.authentication = .scram(superuser: Secret("one"))
        setup.roles = [ServerRole("app", password: Secret("two"))]
        let server = try TemporaryServer(setup)
        try await server.start()
        try await Fixtures.newest().createDatabase("app", owner: "app", on: server.settings())
        try await body(server)
        await server.discard()
    }
}
