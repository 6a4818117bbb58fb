import Glibc
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

@testable import MigrationEngine

private let majors = [11, 13, 14, 15, 16, 17, 18].filter { ServerInstallation.find($0) != nil }

@Suite(
    "SessionWatch: whoever may have passed the fence is seen", .serialized,
    .enabled(if: !majors.isEmpty, "not run: no PostgreSQL server is here"))
struct SessionWatchTests {
    @Test("a session that has passed its role's check and is in no list yet", arguments: majors)
    func starting(_ major: Int) async throws {
        let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(major)))
        do { try await watchSomebodyStart(server) } catch {
            await server.discard()
            throw error
        }
        await server.discard()
    }

    /// A starting session takes hold of its database right after its role was found to have LOGIN. It
    /// gets no further, however slow this machine is.
    ///
    /// - Returns: its process.
    private func stopOnceChecked(
        _ processes: Set<Int>, _ connection: PostgresConnection
    ) async throws -> Int32 {
        var holders: Set<Int> = []
        while true {
            if let process = holders.intersection(processes).first {
                kill(Int32(process), SIGSTOP)
                return Int32(process)
            }
            let rows = try await connection.query(
                """
                SELECT pid FROM pg_locks WHERE locktype = 'object'
                AND classid = 'pg_database'::regclass AND pid IS NOT NULL
                """)
            holders = Set(rows.column.compactMap { Int($0) })
        }
    }

    private func watchSomebodyStart(_ server: TemporaryServer) async throws {
        try await server.start()
        let connection = PostgresConnection(server.settings())
        try await connection.execute("CREATE ROLE late LOGIN")
        let watch = SessionWatch(connection: connection, foreign: "usename = 'late'")
        try await watch.prepare()
        let quiet = try await watch.look(timeout: nil)
        #expect(quiet.starting.isEmpty && quiet.foreign == 0)

        // The server itself can be made to dawdle between the check and the list.
        let late = PostgresConnection(
            server.settings(user: "late").with(["options": "-c post_auth_delay=4"]),
            connectTimeout: .seconds(60))
        async let arrival = late.connect()
        var first = quiet
        while first.starting.isEmpty { first = try await watch.look(timeout: nil) }
        #expect(first.foreign == 0)
        let process = try await stopOnceChecked(first.starting, connection)
        // The fence comes too late for that one, and knows.
        try await connection.execute("ALTER ROLE late NOLOGIN")
        #expect(!first.isResolved(by: try await watch.look(timeout: nil)))
        kill(process, SIGCONT)

        var last = first
        while !first.isResolved(by: last) { last = try await watch.look(timeout: nil) }
        #expect(last.foreign == 1)
        _ = try await arrival
        #expect(try await watch.expel(timeout: nil) == 1)
        while last.foreign > 0 { last = try await watch.look(timeout: nil) }
        await #expect(throws: PostgresError.self) {
            try await PostgresConnection(server.settings(user: "late")).connect()
        }
        await connection.close()
        await late.close()
    }
}
