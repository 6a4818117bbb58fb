import Diagnostics
import Foundation
package import MigrationCore
package import MigrationEngine
package import PostgresClient
package import ServerTestKit

/// Two throw-away servers, a pooler in front of them and a migration file between them: what the
/// demo shows and what tests play on.
package struct Stage: Sendable {
    package let source: TemporaryServer
    package let target: TemporaryServer
    package let pooler: TemporaryPooler
    /// Holds the migration file and the reports; removed with the stage.
    package let folder: String

    package struct Setup: Sendable {
        package var from = 15
        package var to = 17
        package var database = "app"
        /// Who owns the data and writes it.
        package var role = "app"
        package var isDurable = true
        /// Settings of both servers' postgresql.conf.
        package var settings: [String: String] = [:]

        package init() {}
    }

    package let setup: Setup

    /// Starts everything; on an error nothing is left.
    package static func start(_ setup: Setup) async throws -> Stage {
        func server(_ major: Int, _ name: String) throws -> TemporaryServer {
            var server = ServerSetup(try ServerInstallation.require(major))
            server.name = name
            server.isDurable = setup.isDurable
            server.settings = setup.settings
            if setup.role != "postgres" { server.roles = [ServerRole(setup.role)] }
            return try TemporaryServer(server)
        }
        let source = try server(setup.from, "source")
        let target = try server(setup.to, "target")
        try await source.start()
        try await target.start()
        // The target is as a new server is: the role comes with the migration.
        if setup.role != "postgres" { try await target.forget(setup.role) }
        let pooler = try TemporaryPooler(Self.pooler(setup, source))
        try await pooler.start()
        let folder = NSTemporaryDirectory() + "apus-stage-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let stage = Stage(
            source: source, target: target, pooler: pooler, folder: folder, setup: setup)
        try stage.writeFile(stage.fileText())
        return stage
    }

    private static func pooler(
        _ setup: Setup, _ source: TemporaryServer
    ) throws -> PoolerSetup {
        var route = source.settings(database: setup.database)
        route["user"] = nil
        var pooler = PoolerSetup(
            try PoolerInstallation.require(), routes: [.init(setup.database, to: route)])
        pooler.users = [setup.role: nil, "pgbouncer": nil]
        pooler.administrator = "pgbouncer"
        return pooler
    }

    package var file: String { folder + "/migration.yaml" }
    package var stateFolder: String { folder + "/state" }

    /// How clients connect.
    package var clientSettings: ConnectionSettings {
        pooler.settings(user: setup.role, database: setup.database)
    }

    package func server(_ side: Side) -> TemporaryServer { side == .source ? source : target }

    /// The superuser's settings for the database that moves.
    package func settings(_ side: Side) -> ConnectionSettings {
        server(side).settings(database: setup.database)
    }

    package func fileText(_ more: String = "") -> String {
        """
        migration: demo
        source: {host: 127.0.0.1, port: \(source.port), user: postgres}
        target: {host: 127.0.0.1, port: \(target.port), user: postgres}
        databases: [\(setup.database)]
        traffic:
          pgbouncer:
            {host: 127.0.0.1, port: \(pooler.port), user: pgbouncer,
             include_file: \(pooler.databasesFile)}
        \(more)
        """
    }

    package func writeFile(_ text: String) throws {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    package func migrationFile() throws -> MigrationFile {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let (migration, diagnostics) = MigrationFile.read(text, file: file)
        guard let migration else { throw diagnostics[0] }
        return migration
    }

    /// Opens the migration of the stage's file.
    package func runner(_ progress: any ProgressSink = SilentProgress()) async throws
        -> MigrationRunner
    {
        let file = try migrationFile()
        let folder = StateFolder(path: stateFolder)
        let recorder = ReportRecorder(
            .read(folder, migration: file.name), passingOnTo: progress)
        return MigrationRunner(
            try await .open(file, folder: folder, progress: recorder), recorder: recorder)
    }

    /// Ends everything and leaves nothing.
    package func end() async {
        await pooler.discard()
        await source.discard()
        await target.discard()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

extension TemporaryServer {
    fileprivate func forget(_ role: String) async throws {
        let connection = PostgresConnection(settings())
        try await connection.execute("DROP ROLE \(sql(identifier: role))")
        await connection.close()
    }
}
