package import Diagnostics
import MigrationCore
package import PostgresClient

/// Fills databases with something to move.
package struct Fixtures: Sendable {
    /// Whose psql and pgbench are used: the newest there are know every older server.
    package let client: ServerInstallation

    package init(client: ServerInstallation) { self.client = client }

    package static func newest(in places: SearchPlaces = .standard) throws(Diagnostic) -> Fixtures {
        let usable = ServerInstallation.available(in: places).last {
            isExecutable($0.program("psql"))
        }
        if let usable { return Fixtures(client: usable) }
        throw Diagnostic(
            .error, .programMissing, "psql is not on this machine",
            hint: "Install a PostgreSQL client, or run scripts/postgres-servers.")
    }

    /// Makes an empty database.
    ///
    /// - Parameter settings: a superuser's, or one's who may make databases and become the owner.
    package func createDatabase(
        _ name: String, owner: String, on settings: ConnectionSettings
    ) async throws(Diagnostic) {
        let statement =
            "CREATE DATABASE \(sql(identifier: name)) OWNER \(sql(identifier: owner))"
        try await asking(settings, "could not make database \"\(name)\"") {
            session throws(PostgresError) in
            _ = try session.execute(statement)
        }
    }

    /// Makes login roles beside those of the server's setup.
    package func createRoles(
        _ roles: [ServerRole], on settings: ConnectionSettings
    ) async throws(Diagnostic) {
        try await asking(settings, "could not make roles") { session throws(PostgresError) in
            for statement in roles.flatMap(\.statements) { _ = try session.execute(statement) }
        }
    }

    /// Makes pgbench's four tables, owned by the role of the settings.
    ///
    /// - Parameter addsHistoryKey: gives history a key from a sequence, without which its rows
    ///   have no replica identity.
    package func makePgbench(
        scale: Int = 1, addsHistoryKey: Bool = true, on settings: ConnectionSettings
    ) async throws(Diagnostic) {
        try await run("pgbench", ["-i", "-q", "-s", "\(scale)"], on: settings)
        guard addsHistoryKey else { return }
        try await asking(settings, "could not give history a key") {
            session throws(PostgresError) in
            _ = try session.execute(
                "ALTER TABLE pgbench_history ADD COLUMN id bigserial PRIMARY KEY")
        }
    }

    /// Loads Pagila from a folder with `schema.sql` and `data.sql` into an empty database.
    ///
    /// - Parameters:
    ///   - owner: who owns what is made; it must exist.
    ///   - settings: a superuser's.
    package func loadPagila(
        from folder: String, owner: String = "postgres", on settings: ConnectionSettings
    ) async throws(Diagnostic) {
        guard let schema = readText(folder + "/schema.sql") else {
            throw Diagnostic(
                .error, .fixtureFailed, "could not read \(folder)/schema.sql",
                hint: "Name the folder that holds Pagila's schema.sql and data.sql.")
        }
        let file = try TemporaryFile(Self.pagilaSchema(schema, owner: owner))
        try await runScript(file.path, on: settings)
        try await runScript(folder + "/data.sql", on: settings)
    }

    /// Runs a file of statements through psql and stops at the first error.
    package func runScript(
        _ path: String, on settings: ConnectionSettings
    ) async throws(Diagnostic) {
        try await run(
            "psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path],
            on: settings)
    }

    /// The dump names its owner in every statement, and one setting that 11 does not know.
    static func pagilaSchema(_ text: String, owner: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("SET default_table_access_method") }
            .map { line in
                line.hasSuffix(" OWNER TO postgres;")
                    ? line.dropLast("postgres;".count) + "\(sql(identifier: owner));" : line
            }.joined(separator: "\n")
    }

    private func run(
        _ program: String, _ arguments: [String], on settings: ConnectionSettings
    ) async throws(Diagnostic) {
        let launch = ShortProgram(
            program: client.program(program), arguments: arguments,
            environment: plainEnvironment(adding: settings.clientVariables))
        try await blocking { () throws(Diagnostic) in _ = try launch.check() }
    }
}

extension ConnectionSettings {
    /// For client programs: an argument would show the password to everybody on this machine.
    var clientVariables: [String: String] {
        let names = [
            "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE",
            "sslmode": "PGSSLMODE",
        ]
        var variables = names.reduce(into: [String: String]()) { result, pair in
            result[pair.value] = self[pair.key]
        }
        variables["PGPASSWORD"] = password?.reveal()
        return variables
    }
}
