package import Diagnostics
package import MigrationCore
package import PostgresClient

extension Diagnostic.Code {
    package static let unreachable: Self = "connection.unreachable"
    package static let refused: Self = "connection.refused"
    package static let noDatabase: Self = "source.no-database"
}

extension MigrationContext {
    /// Connects to both servers and finds out which databases move.
    ///
    /// - Parameters:
    ///   - onlyReads: the command changes nothing, so that others may work meanwhile.
    ///   - purpose: of the sessions that everybody shares; nil for the usual one.
    /// - Throws: a diagnostic that names the server and what libpq said.
    package static func open(
        _ file: MigrationFile, folder: StateFolder, progress: any ProgressSink,
        onlyReads: Bool = false, purpose: String? = nil
    ) async throws -> MigrationContext {
        let names = ObjectNames(migration: file.name)
        let settings = BothSides(
            source: try connectionSettings(file.servers.source, side: .source),
            target: try connectionSettings(file.servers.target, side: .target))
        let statements = StatementLog(folder: folder)
        func server(_ side: Side) -> ServerConnections {
            ServerConnections(
                side: side, names: names, settings: settings[side],
                lockTimeout: file.limits.lockTimeout,
                purpose: purpose ?? (onlyReads ? "reader" : "main"),
                statements: statements)
        }
        let servers = BothSides(source: server(.source), target: server(.target))
        let versions = BothSides(
            source: try await version(servers.source), target: try await version(servers.target))
        return MigrationContext(
            file: file, names: names, settings: settings, servers: servers,
            databases: try await databases(file, servers.source), versions: versions,
            folder: folder, progress: progress, throttle: SourceThrottle(file.limits.throttle),
            statements: statements)
    }

    private static func version(_ server: ServerConnections) async throws -> ServerVersion {
        do throws(PostgresError) {
            return try await server.version()
        } catch {
            throw connectionDiagnostic(error, server.side)
        }
    }

    /// A begun migration keeps its list, because a database's place in it is in the names of slots.
    private static func databases(
        _ file: MigrationFile, _ source: ServerConnections
    ) async throws -> [String] {
        let present = try await source.connection().query(
            """
            SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1
            """
        ).column
        let wanted: [String]
        switch file.databases {
        case .all:
            let holds = try await holdsTables(source)
            wanted = present.filter { $0 != source.maintenanceDatabase || holds }
        case .named(let names): wanted = names
        }
        for name in wanted where !present.contains(name) {
            throw Diagnostic(
                .error, .noDatabase,
                "database \(quoted(identifier: name)) does not exist on the source",
                detail: "There are: \(present.joined(separator: ", ")).",
                hint: nearestName(to: name, among: present).map { "Did you mean \($0)?" })
        }
        for name in wanted {
            let journal = Journal(connection: await source.connection(to: name), side: .source)
            guard try await journal.exists(), try await journal.migration() == file.name,
                let begun = try await journal.entries().latest(.begun)
            else { continue }
            return begun.split(separator: "\n").map(String.init)
        }
        return wanted
    }

    /// Whether somebody keeps data in the database that everybody may connect to.
    private static func holdsTables(_ source: ServerConnections) async throws -> Bool {
        try await source.connection().query(
            """
            SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
                AND n.nspname NOT IN ('information_schema', 'apus'))
            """
        ).single == "t"
    }

    package func makeGate(serving: Side) throws -> any TrafficGate {
        let addresses = BothSides(
            source: poolerAddress(file.servers.source, settings.source),
            target: poolerAddress(file.servers.target, settings.target))
        switch file.traffic {
        case .none: return OpenGate()
        case .command(let hook):
            return CommandGate(
                hook, migration: file.name, serving: serving, addresses: addresses)
        case .pgBouncer(let poolers):
            return GateGroup(
                try poolers.map { pooler in
                    PgBouncerGate(
                        pooler,
                        password: try pooler.password.map { try password(from: $0, for: "pooler") },
                        databases: databases, addresses: addresses,
                        observer: statements.observer(
                            StatementLog.pooler, database: nil, session: "gate"))
                })
        }
    }
}

/// How a pooler reaches a server: as this program does, unless the file says otherwise.
func poolerAddress(_ entry: ServerEntry, _ settings: ConnectionSettings) -> PoolerAddress {
    let peer = peerSettings(entry, settings, database: "postgres")
    return PoolerAddress(
        host: entry.seenFromPooler["host"] ?? settings.host ?? peer.host ?? "localhost",
        port: entry.seenFromPooler["port"] ?? settings.port ?? peer.port ?? "5432")
}

/// A server that cannot be reached may come back; one that refuses us will not change its mind.
package func connectionDiagnostic(_ error: PostgresError, _ side: Side) -> Diagnostic {
    guard case .couldNotConnect(let message, let server) = error else {
        return Diagnostic(.error, .unreachable, "the \(side) failed: \(error)")
    }
    if error.mayPass {
        return Diagnostic(
            .error, .unreachable, "could not reach the \(side) at \(server)", detail: message,
            hint: "See that it runs and that this machine may reach it: psql \"\(server)\"")
    }
    return Diagnostic(
        .error, .refused, "the \(side) at \(server) refused the connection", detail: message,
        hint: "Correct user, password or pg_hba.conf, and try: psql \"\(server)\"")
}
