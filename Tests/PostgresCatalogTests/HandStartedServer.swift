import Foundation
import MigrationCore
import PostgresClient
import Subprocess

/// A real server in a folder of its own, for as long as a test runs.
///
/// The least that these tests need, until they move onto the project's kit for starting servers.
struct HandStartedServer: Sendable {
    let version: ServerVersion
    let bin: String
    let folder: URL
    let port: Int

    /// Folders with `initdb`, newest version last: what `APUS_SERVER_BINS` lists with colons, or
    /// what the distribution installed.
    static var installed: [String] {
        if let listed = ProcessInfo.processInfo.environment["APUS_SERVER_BINS"] {
            return listed.split(separator: ":").map(String.init)
        }
        let root = "/usr/lib/postgresql"
        let majors = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return majors.compactMap { Int($0) }.sorted().map { "\(root)/\($0)/bin" }
    }

    static func start(bin: String, port: Int) async throws -> HandStartedServer {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "apus-preflight-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        try Data("secret\n".utf8).write(to: folder.appending(path: "password"))
        let data = folder.appending(path: "data").path
        try await run(
            [
                "\(bin)/initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile",
                folder.appending(path: "password").path, "-E", "UTF8", "--locale", "C",
            ])
        let options =
            "-p \(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories=\(folder.path) "
            + "-c wal_level=logical -c fsync=off -c shared_buffers=16MB"
        try await run(
            [
                "\(bin)/pg_ctl", "-D", data, "-l", "\(data)/log", "-o", options, "-w", "start",
            ])
        let connection = PostgresConnection(settings(port, "postgres"))
        let number = try await connection.connect()
        await connection.close()
        return HandStartedServer(
            version: ServerVersion(number: number), bin: bin, folder: folder, port: port)
    }

    func stop() async throws {
        try await Self.run(
            [
                "\(bin)/pg_ctl", "-D", folder.appending(path: "data").path, "-m", "immediate",
                "-w", "stop",
            ])
        try FileManager.default.removeItem(at: folder)
    }

    func settings(as user: String) -> ConnectionSettings { Self.settings(port, user) }

    private static func settings(_ port: Int, _ user: String) -> ConnectionSettings {
        ConnectionSettings(
            keywords: [
                "host": "127.0.0.1", "port": String(port), "user": user, "dbname": "postgres",
            ], password: Secret("secret"))
    }

    /// PostgreSQL refuses to run as root, so root steps down to the user of the package.
    private static func run(_ command: [String]) async throws {
        let prefix = geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] : []
        // Foundation's Process would wait for the server, which inherits what it waits on.
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(prefix + command), output: .discarded,
            error: .discarded)
        guard result.terminationStatus.isSuccess else { throw Failure(command: command) }
    }

    struct Failure: Error { let command: [String] }
}
