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
        /// Everybody's, of servers and pooler; nil lets everybody in without one.
        package var password: Secret?
        /// Whom the migration connects as, on both servers; nil for the superuser.
        package var administrator: ServerRole?
        /// Whether ``role`` is on the target before the migration.
        package var targetHasRole = false
        /// What a superuser types on each server before anybody else comes.
        package var preparation = BothSides<[String]>(source: [], target: [])
        /// Databases that move with ``database``.
        package var moreDatabases: [String] = []

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
            server.roles = setup.serverRoles
            server.authentication = setup.password.map { .scram(superuser: $0) } ?? .trust
            return try TemporaryServer(server)
        }
        let source = try server(setup.from, "source")
        let target = try server(setup.to, "target")
        try await source.start()
        try await target.start()
        // The target is as a new server is: the role comes with the migration.
        let forgets =
            setup.targetHasRole || setup.role == "postgres"
            ? [] : ["DROP ROLE \(sql(identifier: setup.role))"]
        try await source.type(setup.preparation.source)
        try await target.type(forgets + setup.preparation.target)
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
        let routes = setup.databases.map { database in
            var route = source.settings(database: database)
            route["user"] = nil
            return PoolerSetup.Route(setup.alias(of: database), to: route)
        }
        var pooler = PoolerSetup(try PoolerInstallation.require(), routes: routes)
        pooler.authentication = setup.password == nil ? .trust : .scram
        pooler.users = [setup.role: setup.password, "pgbouncer": setup.password]
        pooler.administrator = "pgbouncer"
        return pooler
    }

    package var file: String { folder + "/migration.yaml" }
    package var stateFolder: String { folder + "/state" }

    /// How clients connect.
    package var clientSettings: ConnectionSettings { clientSettings(for: setup.database) }

    package func clientSettings(for database: String) -> ConnectionSettings {
        pooler.settings(user: setup.role, database: setup.alias(of: database))
    }

    package func server(_ side: Side) -> TemporaryServer { side == .source ? source : target }

    /// The superuser's settings for the database that moves.
    package func settings(_ side: Side) -> ConnectionSettings {
        server(side).settings(database: setup.database)
    }

    /// What the program finds in its environment.
    package var environment: [String: String] {
        setup.password.map { [Self.passwordVariable: $0.reveal()] } ?? [:]
    }

    private static let passwordVariable = "APUS_STAGE_PASSWORD"

    package func fileText(_ more: String = "", databases: String? = nil) -> String {
        let user = setup.administrator?.name ?? "postgres"
        let password = setup.password == nil ? "" : ", password: {env: \(Self.passwordVariable)}"
        let names = setup.databases.map(quotedForYAML).joined(separator: ", ")
        return """
            migration: demo
            source: {host: 127.0.0.1, port: \(source.port), user: \(user)\(password)}
            target: {host: 127.0.0.1, port: \(target.port), user: \(user)\(password)}
            databases: \(databases ?? "[\(names)]")
            traffic:
              pgbouncer:
                {host: 127.0.0.1, port: \(pooler.port), user: pgbouncer\(password),
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

extension Stage.Setup {
    package var databases: [String] { [database] + moreDatabases }

    /// The pooler's name for a database.
    fileprivate func alias(of name: String) -> String {
        moreDatabases.firstIndex(of: name).map { "more\($0)" } ?? name
    }

    fileprivate var serverRoles: [ServerRole] {
        var us = administrator
        us?.password = password
        // A server comes with its superuser.
        let clients = role == "postgres" ? [] : [ServerRole(role, password: password)]
        return clients + [us].compactMap { $0 }
    }
}

private func quotedForYAML(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
}

extension TemporaryServer {
    fileprivate func type(_ statements: [String]) async throws {
        guard !statements.isEmpty else { return }
        let connection = PostgresConnection(settings())
        for statement in statements { try await connection.execute(statement) }
        await connection.close()
    }
}
