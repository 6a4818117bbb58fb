import Diagnostics
import FoundationEssentials
import Glibc
import PostgresClient
import Testing

@testable import ServerTestKit

/// Goal: tests and the demo can rely on a server of their own, and leave nothing behind.
/// Method: real servers, started, stopped and killed.
@Suite("TemporaryServer: a real server that ends when we do")
struct TemporaryServerTests {
    @Test(
        "starts, keeps what was committed over a restart and a kill, and leaves no folder",
        .enabled(if: postgres15 != nil, "not run: no PostgreSQL 15"))
    func lifeOfAServer() async throws {
        let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(15)))
        try await server.start()
        let client = PostgresConnection(server.settings())
        try await client.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
        try await server.restart()
        #expect(await server.isRunning)
        await server.kill9()
        #expect(await !server.isRunning)
        try await server.start()
        let again = PostgresConnection(server.settings())
        #expect(try await again.query("SELECT n FROM kept").single == "1")
        #expect(try await again.query("SHOW wal_level").single == "logical")
        await again.close()
        try await server.stop(.immediate)
        #expect(await !server.isRunning)
        await server.discard()
        #expect(!FileManager.default.fileExists(atPath: server.folder))
    }

    @Test(
        "ends, and leaves its log and data where it was told to keep them",
        .enabled(if: postgres15 != nil, "not run: no PostgreSQL 15"))
    func keptFolder() async throws {
        var setup = ServerSetup(try ServerInstallation.require(15))
        setup.hasUnixSocket = true
        let server = try TemporaryServer(setup)
        try await server.start()
        let local = PostgresConnection(server.settings().with(["host": server.folder]))
        #expect(try await local.query("SELECT 1").single == "1")
        await local.close()
        await server.keepFolder()
        await server.discard()
        #expect(server.logTail().contains("database system"))
        #expect(processes(workingIn: server.dataFolder, running: "postgres").isEmpty)
        try FileManager.default.removeItem(atPath: server.folder)
    }

    @Test(
        "says why it did not start, in the server's own words",
        .enabled(if: postgres15 != nil, "not run: no PostgreSQL 15"))
    func refusesToStart() async throws {
        var setup = ServerSetup(try ServerInstallation.require(15))
        setup.settings = ["wal_level": "it's wrong"]
        let server = try TemporaryServer(setup)
        let failure = await #expect(throws: Diagnostic.self) { try await server.start() }
        #expect(failure?.code == .couldNotStart)
        #expect(failure?.detail?.contains("wal_level") == true)
        #expect(await !server.isRunning)
        await server.discard()
    }
}
