import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

extension Stage {
    /// A session that stays, for what must be open meanwhile.
    func session(_ side: Side, as user: String = "postgres") -> PostgresConnection {
        PostgresConnection(server(side).settings(user: user, database: setup.database))
    }

    /// Keeps the target from applying anything while the body runs: a table that every writer
    /// writes to is locked there.
    func whileApplyWaits<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        let blocker = session(.target)
        try await blocker.execute("BEGIN; LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE")
        do {
            let answer = try await body()
            await blocker.close()
            return answer
        } catch {
            await blocker.close()
            throw error
        }
    }

    /// Log that no subscription is interested in, as other databases and big updates write it.
    func fillLog(megabytes: Int) async throws {
        _ = try await ask(
            """
            SELECT count(pg_logical_emit_message(false, 'filler', repeat('x', 1000000)))
            FROM generate_series(1, \(megabytes))
            """, on: .source)
    }

    /// Puts a copy in a server's place that was made a moment ago, as a standby that takes over
    /// is: on a new timeline, without the slots.
    ///
    /// - Parameter lost: what is committed after the copy was made, and is lost with the server.
    func failOver(_ side: Side, losing lost: () async throws -> Void = {}) async throws {
        let server = server(side)
        let copy = server.folder + "/standby"
        try await asServer(
            server, "pg_basebackup",
            [
                "-D", copy, "-h", "127.0.0.1", "-p", "\(server.port)", "-U", "postgres", "-X",
                "stream", "-c", "fast",
            ])
        try await lost()
        await server.kill9()
        try await asServer(server, "/bin/mv", [server.dataFolder, server.folder + "/dead"])
        try await asServer(server, "/bin/mv", [copy, server.dataFolder])
        try await asServer(server, "/usr/bin/touch", [server.dataFolder + "/recovery.signal"])
        try await server.configure(["restore_command": "'false'"])
        try await server.start()
        try await asServer(server, "/bin/rm", ["-rf", server.folder + "/dead"])
    }

    /// Runs a program as the user whom the server's files belong to.
    private func asServer(
        _ server: TemporaryServer, _ program: String, _ arguments: [String]
    ) async throws {
        let path = program.hasPrefix("/") ? program : server.setup.installation.program(program)
        let process = Process()
        if getuid() == 0 {
            process.executableURL = URL(fileURLWithPath: "/sbin/runuser")
            process.arguments = ["-u", "postgres", "--", path] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
        }
        process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
    }
}

/// Types a command that has to end like this, and expects these words on stderr.
func expect(
    _ stage: Stage, _ words: [String], _ status: Int32, _ said: String...
) async throws {
    let result = try await stage.apus(["migrate"] + words)
    #expect(result.status == status, "\(words): \(result.error) \(result.output)")
    for text in said { #expect(result.error.contains(text), "\(words): \(result.error)") }
}

/// Stops the clients: whatever errors they got, what they saw committed is there, once.
func expectNothingLost(
    _ workload: Workload, _ stage: Stage, sides: [Side] = Side.allCases
) async throws {
    let records = await workload.stop()
    for side in sides {
        #expect(
            try await stage.await(
                "SELECT count(*) >= \(records.acknowledged) FROM ledger", "t", on: side),
            "\(side): fewer rows than were acknowledged")
        let ledger = try await Ledger().check(records, on: stage.settings(side))
        #expect(ledger.isClean, "\(side): \(ledger)")
    }
}

extension Stage {
    /// Whether clients reach this side through the pooler.
    func leadsClients(to side: Side) async throws -> Bool {
        let connection = PostgresConnection(clientSettings)
        let port = try await connection.query("SELECT inet_server_port()").single
        await connection.close()
        return port == "\(server(side).port)"
    }
}
