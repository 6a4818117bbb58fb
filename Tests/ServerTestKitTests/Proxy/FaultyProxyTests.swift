import PostgresClient
import Testing

@testable import ServerTestKit

/// Goal: a network can fail on purpose, in the ways that decide whether a client knows what
/// happened.
/// Method: a real server behind the proxy, one session through it and one past it.
@Suite("FaultyProxy: a network that can be disturbed")
struct FaultyProxyTests {
    @Test(
        "forwards, loses an answer whose statement took effect, cuts, stalls, and recovers",
        .enabled(if: postgres15 != nil, "not run: no PostgreSQL 15"))
    func faults() async throws {
        let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(15)))
        try await server.start()
        let proxy = try FaultyProxy(to: server.port)
        let client = PostgresConnection(proxy.leading(to: server.settings()))
        try await client.execute("CREATE TABLE t (n int)")

        proxy.fault = .truncateAnswers(after: 0)
        await #expect(throws: PostgresError.self) {
            try await client.execute("INSERT INTO t VALUES (1)")
        }
        proxy.fault = .none
        #expect(try await client.query("SELECT count(*) FROM t").single == "1")

        proxy.cutOnce()
        await #expect(throws: PostgresError.self) { try await client.execute("SELECT 1") }
        #expect(try await client.query("SELECT 2").single == "2")

        proxy.fault = .stall
        let late = PostgresConnection(
            proxy.leading(to: server.settings()), connectTimeout: .milliseconds(200))
        await #expect(throws: PostgresError.self) { try await late.connect() }
        proxy.fault = .cut
        await #expect(throws: PostgresError.self) { try await client.execute("SELECT 4") }
        proxy.fault = .delay(.milliseconds(1))
        #expect(try await client.query("SELECT 5").single == "5")
        proxy.stop()
        await server.discard()
    }
}
