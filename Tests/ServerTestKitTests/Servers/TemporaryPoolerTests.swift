import FoundationEssentials
import PostgresClient
import Testing

@testable import ServerTestKit

/// Goal: a pooler whose databases can be pointed elsewhere while clients stay connected.
/// Method: a real PgBouncer before one real server.
@Suite("TemporaryPooler: a real PgBouncer that ends when we do")
struct TemporaryPoolerTests {
    @Test(
        "leads clients to the server that its databases file names, and obeys its console",
        .enabled(
            if: postgres15 != nil && pooler != nil, "not run: no PostgreSQL 15 or no PgBouncer"))
    func routes() async throws {
        let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(15)))
        try await server.start()
        let setup = PoolerSetup(
            try PoolerInstallation.require(),
            routes: [.init("app", to: try ConnectionSettings(parsing: "host=127.0.0.1 port=1"))])
        let pooler = try TemporaryPooler(setup)
        try await pooler.start()
        try "[databases]\napp = host=127.0.0.1 port=\(server.port) dbname=postgres\n"
            .write(toFile: pooler.databasesFile, atomically: true, encoding: .utf8)
        let console = PostgresConnection(pooler.administration)
        try await console.execute("RELOAD")
        let client = PostgresConnection(pooler.settings(user: "postgres", database: "app"))
        #expect(try await client.query("SELECT current_database()").single == "postgres")
        await pooler.kill9()
        #expect(await !pooler.isRunning)
        try await pooler.start()
        let again = PostgresConnection(pooler.administration)
        #expect(try await again.execute("SHOW VERSION").isEmpty == false)
        try await pooler.stop()
        await pooler.discard()
        await server.discard()
        #expect(!FileManager.default.fileExists(atPath: pooler.folder))
    }

    @Test(
        "shows a client's password to the server when passwords are asked for",
        .enabled(
            if: postgres15 != nil && pooler != nil, "not run: no PostgreSQL 15 or no PgBouncer"))
    func passwords() async throws {
        var serverSetup = ServerSetup(try ServerInstallation.require(15))
        serverSetup.authentication = .scram(superuser: Secret("root's \"word\""))
        serverSetup.roles = [ServerRole("app", password: Secret("it's \\ secret"))]
        let server = try TemporaryServer(serverSetup)
        try await server.start()
        let destination = ConnectionSettings(
            keywords: ["host": "127.0.0.1", "port": "\(server.port)", "dbname": "postgres"])
        var setup = PoolerSetup(
            try PoolerInstallation.require(), routes: [.init("app", to: destination)])
        setup.authentication = .scram
        setup.users = ["app": Secret("it's \\ secret"), "admin": Secret("console")]
        setup.administrator = "admin"
        let pooler = try TemporaryPooler(setup)
        try await pooler.start()
        let client = PostgresConnection(pooler.settings(user: "app", database: "app"))
        #expect(try await client.query("SELECT current_user").single == "app")
        let console = PostgresConnection(pooler.administration)
        #expect(try await console.execute("SHOW DATABASES").first?.isEmpty == false)
        let stranger = PostgresConnection(server.settings(user: "app").with(["user": "postgres"]))
        await #expect(throws: PostgresError.self) { try await stranger.connect() }
        await pooler.discard()
        await server.discard()
    }
}
