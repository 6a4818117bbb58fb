package import MigrationCore
package import PostgresClient

/// Asks both servers everything that preflight judges. Nothing is changed on either.
///
/// - Parameters:
///   - settings: lead to each server's maintenance database.
///   - peers: lead each server to the other; by default as the file's `seen_from_peer` changes
///     `settings`. Their database is chosen here.
///   - sampling: how long the rate at which WAL is written is watched.
/// - Throws: a `PostgresError` when a server cannot be reached.
package func gatherPreflightFacts(
    file: MigrationFile, settings: BothSides<ConnectionSettings>,
    peers: BothSides<ConnectionSettings>? = nil, sampling: Duration = .seconds(1)
) async throws -> PreflightFacts {
    let gathering = PreflightGathering(
        file: file, settings: settings.map { $0.with(["application_name": "apus preflight"]) },
        peers: peers
            ?? BothSides(
                source: settings.source.with(file.servers.source.seenFromPeer),
                target: settings.target.with(file.servers.target.seenFromPeer)),
        sampling: sampling)
    return try await gathering.facts()
}

/// The pieces of one gathering, in the order in which they need each other.
private struct PreflightGathering {
    let file: MigrationFile
    let settings: BothSides<ConnectionSettings>
    /// For the other server to connect with.
    let peers: BothSides<ConnectionSettings>
    let sampling: Duration

    func facts() async throws -> PreflightFacts {
        async let sourceFacts = serverFacts(.source)
        async let targetFacts = serverFacts(.target)
        var servers = BothSides(source: try await sourceFacts, target: try await targetFacts)
        let selection = try await selection(servers.source.databases)
        servers.source.reachedByPeer = try await reach(.source, servers, selection)
        servers.target.reachedByPeer = try await reach(.target, servers, selection)
        var facts = PreflightFacts(
            servers: servers, databases: .unknown(reason: "", remedy: nil),
            missingDatabases: selection.value?.missing ?? [])
        facts.databases = try await databases(selection)
        facts.targetDatabases = try await targetDatabases(selection, servers.target.databases)
        return facts
    }

    private func serverFacts(_ side: Side) async throws -> ServerFacts {
        try await asking(settings[side]) { reader in
            var facts = try await reader.serverFacts()
            if side == .source { facts.walRate = try await reader.walRate(sampling: sampling) }
            return facts
        }
    }

    // MARK: Databases

    private func selection(
        _ entries: Observed<[DatabaseEntry]>
    ) async throws -> Observed<SelectedDatabases> {
        switch entries {
        case .unknown(let reason, let remedy): return .unknown(reason: reason, remedy: remedy)
        case .known(let entries):
            let holdsTables = try await asking(settings.source) { reader in
                try await reader.rows(.contents, as: NamedObject.self)
            }
            return .known(
                SelectedDatabases(
                    of: entries, by: file,
                    maintenanceHoldsTables: holdsTables.value?.contains { $0.kind == "table" }
                        ?? true))
        }
    }

    private func databases(
        _ selection: Observed<SelectedDatabases>
    ) async throws -> Observed<[DatabaseFacts]> {
        switch selection {
        case .unknown(let reason, let remedy): return .unknown(reason: reason, remedy: remedy)
        case .known(let selection):
            var found: [DatabaseFacts] = []
            for name in selection.names { found.append(try await databaseFacts(name)) }
            return .known(found)
        }
    }

    private func databaseFacts(_ name: String) async throws -> DatabaseFacts {
        do {
            return try await asking(settings.source.connecting(to: name)) { reader in
                try await reader.databaseFacts(named: name)
            }
        } catch PostgresError.couldNotConnect(let message, _) {
            return DatabaseFacts(
                name: name, hidden: "could not connect: \(message)",
                remedy: connectGrant(name, settings.source))
        }
    }

    private func targetDatabases(
        _ selection: Observed<SelectedDatabases>, _ entries: Observed<[DatabaseEntry]>
    ) async throws -> [String: Observed<[NamedObject]>] {
        let existing = Set((entries.value ?? []).map(\.name))
        var found: [String: Observed<[NamedObject]>] = [:]
        for name in selection.value?.names ?? [] where existing.contains(name) {
            found[name] = try await contents(of: name)
        }
        return found
    }

    private func contents(of name: String) async throws -> Observed<[NamedObject]> {
        do {
            return try await asking(settings.target.connecting(to: name)) { reader in
                try await reader.rows(.contents)
            }
        } catch PostgresError.couldNotConnect(let message, _) {
            return .unknown(
                reason: "could not connect: \(message)",
                remedy: connectGrant(name, settings.target))
        }
    }

    private func connectGrant(_ database: String, _ settings: ConnectionSettings) -> String {
        "GRANT CONNECT ON DATABASE \(sql(identifier: database)) TO "
            + "\(sql(identifier: settings.user ?? "CURRENT_USER"));"
    }

    // MARK: The way between the servers

    private func reach(
        _ side: Side, _ servers: BothSides<ServerFacts>, _ selection: Observed<SelectedDatabases>
    ) async throws -> Observed<PeerPath> {
        if side == .target, file.wayBack == .none {
            return .unknown(reason: "not tried: the file says way_back: none", remedy: nil)
        }
        let first = side == .source ? selection.value?.names.first : nil
        let peer = peers[side].connecting(to: first ?? settings[side].database ?? "postgres")
        // Where the link will be: the target's own databases do not exist yet.
        let place =
            side == .target
            ? selection.value?.names.first.map { settings.source.connecting(to: $0) }
            : nil
        let subscriber = place ?? settings[side.other]
        let grant = probeGrant(servers[side.other], in: subscriber.database ?? "postgres")
        do {
            return try await asking(subscriber) { reader in
                try await PeerProbe(from: reader.connection, isPasswordOurs: false, grant: grant)
                    .reach(peer, named: file.name)
            }
        } catch PostgresError.couldNotConnect(let message, _) {
            return .unknown(
                reason: "could not be tried: \(message)",
                remedy: connectGrant(subscriber.database ?? "postgres", subscriber))
        }
    }

    /// From 16 on a subscription takes a predefined role, and CREATE on its database.
    private func probeGrant(_ server: ServerFacts, in database: String) -> String? {
        guard let identity = server.identity.value, identity.version.major >= 16,
            let role = server.ourRole.value
        else { return nil }
        let name = sql(identifier: role.name)
        return role.has.contains("pg_create_subscription")
            ? "GRANT CREATE ON DATABASE \(sql(identifier: database)) TO \(name);"
            : "GRANT pg_create_subscription TO \(name);"
    }

    private func asking<Answer: Sendable>(
        _ settings: ConnectionSettings, _ body: @Sendable (CatalogReader) async throws -> Answer
    ) async throws -> Answer {
        let connection = PostgresConnection(settings)
        do {
            try await connection.connect()
            let answer = try await body(CatalogReader(connection))
            await connection.close()
            return answer
        } catch {
            await connection.close()
            throw error
        }
    }
}
