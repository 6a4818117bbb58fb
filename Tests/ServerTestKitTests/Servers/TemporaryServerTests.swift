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
}
