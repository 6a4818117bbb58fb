import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

@testable import MigrationEngine

private let major = [18, 17, 16, 15, 14, 13, 11].first { ServerInstallation.find($0) != nil }

@Suite(
    "Journal: facts that stand on a server", .serialized,
    .enabled(if: major != nil, "not run: no PostgreSQL server is here"))
struct JournalTests {
    @Test("processes that write at the same time lose no entry, and none of them fails")
    func severalWriters() async throws {
        let server = try TemporaryServer(
            ServerSetup(try ServerInstallation.require(try #require(major))))
        do { try await writeAtOnce(server) } catch {
            await server.discard()
            throw error
        }
        await server.discard()
    }

    /// The program makes the target while the process that keeps the snapshots names its own.
    private func writeAtOnce(_ server: TemporaryServer) async throws {
        try await server.start()
        let program = Journal(connection: PostgresConnection(server.settings()), side: .source)
        try await program.create()
        let keeper = Journal(connection: PostgresConnection(server.settings()), side: .source)
        async let appended: Void = {
            for number in 1...300 {
                try await program.append(.roleCreated, "role \(number)", migration: "demo")
            }
        }()
        async let replaced: Void = {
            for number in 1...300 {
                try await keeper.replace(
                    .snapshot, with: ["one \(number)", "two \(number)"], migration: "demo")
            }
        }()
        _ = try await (appended, replaced)
        let entries = try await program.entries()
        #expect(entries.all(.roleCreated) == (1...300).map { "role \($0)" })
        #expect(entries.all(.snapshot) == ["one 300", "two 300"])
        for journal in [program, keeper] { await journal.connection.close() }
    }
}
