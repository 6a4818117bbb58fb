import MigrationCore
import PostgresClient
import Testing

@testable import PostgresCatalog

/// Real servers: the oldest that is installed as source, the newest as target.
@Suite("Gathering facts from real servers", .serialized)
struct PreflightGatheringTests {
    @Test("answers every question for a superuser, and leaves nothing behind")
    func superuser() async throws {
        try await withServers { source, target in
            try await prepare(source)
            let report = try await preflight(source, target, as: "postgres")
            #expect(
                report.outcomes.filter { $0.severity == .unknown }.map(\.check) == ["server.disk"])
            #expect(severity("network.path", report) == .ok)
            #expect(severity("table.identity", report) == .warning)
            #expect(severity("table.unlogged", report) == .blocker)
            #expect(severity("database.large-objects", report) == .blocker)
            #expect(report.text.contains(#"public."Wéird Näme""#))
            for server in [source, target] {
                #expect(try await count("pg_subscription", server) == "0")
                #expect(try await count("pg_replication_slots", server) == "0")
            }
        }
    }

    @Test("takes nothing for granted that a bare role is not shown")
    func bareRole() async throws {
        try await withServers { source, target in
            try await prepare(source)
            for server in [source, target] {
                try await statement(
                    "CREATE ROLE adm LOGIN CREATEDB CREATEROLE REPLICATION PASSWORD 'secret'",
                    server
                )
            }
            // Somebody whose password would have to be carried.
            try await statement("CREATE ROLE visitor LOGIN PASSWORD 'secret'", source)
            let report = try await preflight(source, target, as: "adm")
            #expect(report.isRefused)
            #expect(severity("role.statistics", report) == .unknown)
            #expect(severity("role.passwords", report) == .unknown)
            #expect(severity("network.path", report) == .unknown)
            for check in ["role.subscription", "role.table-owner", "role.read", "role.create"] {
                #expect(severity(check, report) == .blocker, "\(check)")
            }
        }
    }

    @Test("says in the server's words why one server cannot reach the other")
    func closedPath() async throws {
        try await withServers { source, target in
            try await statement("CREATE DATABASE shop", source)
            var file = file
            file.servers.source.seenFromPeer = ["port": "1"]
            let facts = try await gatherPreflightFacts(
                file: file,
                settings: BothSides(
                    source: source.settings(as: "postgres"),
                    target: target.settings(as: "postgres")), sampling: .zero)
            guard case .known(.fails(let words)) = facts.servers.source.reachedByPeer else {
                Issue.record("\(facts.servers.source.reachedByPeer)")
                return
            }
            #expect(words.contains("could not connect"))
            #expect(!words.contains("secret"))
            #expect(facts.servers.target.reachedByPeer == .known(.works))
        }
    }

    // MARK: Servers

    private func withServers(
        _ body: (HandStartedServer, HandStartedServer) async throws -> Void
    ) async throws {
        guard let oldest = HandStartedServer.installed.first,
            let newest = HandStartedServer.installed.last
        else {
            print("not run: no PostgreSQL server is installed")
            return
        }
        try await withServer(bin: oldest, port: 25_471) { source in
            try await withServer(bin: newest, port: 25_472) { target in
                try await body(source, target)
            }
        }
    }

    private func withServer(
        bin: String, port: Int, _ body: (HandStartedServer) async throws -> Void
    ) async throws {
        let server = try await HandStartedServer.start(bin: bin, port: port)
        do {
            try await body(server)
        } catch {
            try? await server.stop()
            throw error
        }
        try await server.stop()
    }

    private func prepare(_ server: HandStartedServer) async throws {
        try await statement("CREATE DATABASE shop", server)
        try await statement(
            """
            CREATE TABLE "Wéird Näme" (id int NOT NULL UNIQUE, "select" text);
            CREATE UNLOGGED TABLE cache (id int PRIMARY KEY);
            CREATE TABLE ranges (k text PRIMARY KEY) PARTITION BY RANGE (k);
            CREATE SEQUENCE numbers AS smallint;
            CREATE MATERIALIZED VIEW sums AS SELECT count(*) FROM cache;
            SELECT lo_create(0);
            """, server, database: "shop")
    }

    private func statement(
        _ sql: String, _ server: HandStartedServer, database: String = "postgres"
    ) async throws {
        let connection = PostgresConnection(
            server.settings(as: "postgres").connecting(to: database))
        try await connection.execute(sql)
        await connection.close()
    }

    private func count(_ catalog: String, _ server: HandStartedServer) async throws -> String? {
        let connection = PostgresConnection(server.settings(as: "postgres"))
        let answer = try await connection.query("SELECT count(*) FROM \(catalog)")
        await connection.close()
        return answer.single
    }

    // MARK: Preflight

    private var file: MigrationFile {
        MigrationFile(
            name: "shop", servers: BothSides(source: ServerEntry(), target: ServerEntry()),
            databases: .named(["shop"]), traffic: .none)
    }

    private func preflight(
        _ source: HandStartedServer, _ target: HandStartedServer, as user: String
    ) async throws -> PreflightReport {
        let settings = BothSides(
            source: source.settings(as: user), target: target.settings(as: user))
        let facts = try await gatherPreflightFacts(file: file, settings: settings, sampling: .zero)
        return PreflightReport(of: facts, for: file)
    }

    private func severity(_ check: String, _ report: PreflightReport) -> FindingSeverity? {
        report.outcomes.first { $0.check == check }?.severity
    }
}
