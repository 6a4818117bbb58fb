import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

private let server15 = ServerInstallation.find(15)

/// One server for the whole suite: the promises are about sessions, not about servers.
@Suite(
    "Sessions with a real server: deadlines hold, and copies arrive whole", .serialized,
    .enabled(if: server15 != nil, "not run: PostgreSQL 15 is missing"))
struct SessionTests {
    private func onServer(_ body: (PostgresConnection) async throws -> Void) async throws {
        let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(15)))
        try await server.start()
        let connection = PostgresConnection(server.settings())
        do { try await body(connection) } catch {
            await server.discard()
            throw error
        }
        await connection.close()
        await server.discard()
    }

    @Test("answers, errors, NULLs and several statements come back as they are")
    func statements() async throws {
        try await onServer { connection in
            let rows = try await connection.query("SELECT $1::int + 1 AS n, NULL AS z", ["41"])
            #expect(rows.records.first?.int("n") == 42)
            #expect(rows.records.first?[optional: "z"] == nil)
            let both = try await connection.execute("SELECT 1; SELECT 'ü'")
            #expect(both.map(\.single) == ["1", "ü"])
            await #expect {
                try await connection.query("SELECT 1/0")
            } throws: { error in
                (error as? PostgresError)?.sqlState == "22012"
            }
            let again = try await connection.query("SELECT 2")
            #expect(again.single == "2")
        }
    }

    @Test("a statement that takes too long is ended, and the session goes on")
    func deadline() async throws {
        try await onServer { connection in
            await #expect {
                try await connection.query("SELECT pg_sleep(60)", timeout: .milliseconds(200))
            } throws: { error in
                if case .timedOut(_, let statement) = error as? PostgresError {
                    statement.contains("pg_sleep")
                } else {
                    false
                }
            }
            let again = try await connection.query("SELECT 1")
            #expect(again.single == "1")
        }
    }

    @Test("a cancelled task ends what its session waits for")
    func cancellation() async throws {
        try await onServer { connection in
            let task = Task { try await connection.query("SELECT pg_sleep(60)") }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            await #expect(throws: PostgresError.cancelled) { try await task.value }
        }
    }

    @Test("rows that were copied out and in again are the same rows")
    func copies() async throws {
        try await onServer { connection in
            let count = try await connection.run { session throws(PostgresError) in
                _ = try session.execute(
                    "CREATE TABLE a AS SELECT n, repeat('x', n) AS t FROM generate_series(1, 2000) n;"
                        + "CREATE TABLE b (LIKE a)")
                var lines: [[UInt8]] = []
                let out = try session.copyOut("COPY a TO STDOUT (FORMAT binary)") {
                    bytes throws(PostgresError) in lines.append(Array(bytes))
                }
                try session.startCopyIn("COPY b FROM STDIN (FORMAT binary)")
                var unsent = 0
                for line in lines {
                    let sent: Result<Void, PostgresError> = line.withUnsafeBytes { bytes in
                        Result { () throws(PostgresError) in
                            try session.sendCopy(bytes, unsent: &unsent)
                        }
                    }
                    try sent.get()
                }
                return [out, try session.endCopyIn()]
            }
            #expect(count == [2000, 2000])
            let differing = try await connection.query("SELECT * FROM a EXCEPT SELECT * FROM b")
            #expect(differing.isEmpty)
        }
    }

    @Test("a session that was ended says so once, and the next statement opens another")
    func reconnects() async throws {
        try await onServer { connection in
            let first = try await connection.query("SELECT pg_backend_pid()").single ?? ""
            let killer = PostgresConnection(connection.settings)
            try await killer.query("SELECT pg_terminate_backend($1::int)", [first])
            await killer.close()
            await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
            let second = try await connection.query("SELECT pg_backend_pid()").single
            #expect(second != first)
        }
    }

    @Test("a network that goes silent cannot outlast a deadline")
    func silence() async throws {
        try await onServer { connection in
            let port = Int(connection.settings.port ?? "") ?? 0
            let proxy = try FaultyProxy(to: port)
            let through = PostgresConnection(
                proxy.leading(to: connection.settings), connectTimeout: .seconds(120),
                cancelPatience: .milliseconds(300))
            let open = try await through.query("SELECT 1")
            #expect(open.single == "1")
            proxy.fault = .stall
            await #expect(throws: PostgresError.self) {
                try await through.query("SELECT 2", timeout: .milliseconds(200))
            }
            proxy.fault = .cut
            await through.close()
        }
    }
}
