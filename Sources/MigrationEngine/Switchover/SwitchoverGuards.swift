import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// What has to hold before traffic is held at all: what can be seen beforehand delays the attempt,
/// not the users.
struct SwitchoverGuards: Sendable {
    let context: MigrationContext
    let origin: Side

    /// Waits for a good moment, at most a minute, and says what is in the way.
    func waitForGoodMoment() async throws {
        try await refuseChangedSchema()
        try await refuseUnreplicated()
        try await prepareFences()
        var obstacle: String?
        for look in 0..<300 {
            obstacle = try await self.obstacle()
            guard let obstacle else { return try await followRoles() }
            if look % 50 == 0 { context.progress.report(.note("waiting: \(obstacle)")) }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Diagnostic(
            .error, .notReady, "there was no good moment to switch over within a minute",
            detail: obstacle, hint: "Nothing was held. Try again when it is gone.")
    }

    /// Whoever is new on the destination is shut out of it for now, like all the others.
    private func followRoles() async throws {
        try await FollowRoles(context: context, origin: origin).perform()
        let destination = await SideFence.shared(context, origin.other)
        try await destination.raise()
    }

    private func obstacle() async throws -> String? {
        if let transaction = try await longTransaction() { return transaction }
        return try await preparedTransaction()
    }

    /// Holding traffic waits for running transactions, so an old one would hold everybody.
    private func longTransaction() async throws -> String? {
        let limit = context.file.limits.longestTransaction
        let rows = try await context.connection(origin).query(
            """
            SELECT pid, usename, round(extract(epoch FROM clock_timestamp() - xact_start)) AS age
            FROM pg_stat_activity WHERE datname = ANY(\(arrayLiteral(context.databases)))
            AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            AND NOT (usename = current_user AND starts_with(application_name, $1))
            AND clock_timestamp() - xact_start > $2::float8 * interval '1 second'
            ORDER BY xact_start LIMIT 1
            """, [context.names.session(""), "\(limit.seconds)"])
        return rows.records.first.map {
            "a transaction of \($0["usename"]) (pid \($0["pid"])) on the \(origin) is "
                + "\($0["age"]) s old"
        }
    }

    private func preparedTransaction() async throws -> String? {
        let rows = try await context.connection(origin).query(
            """
            SELECT gid FROM pg_prepared_xacts
            WHERE database = ANY(\(arrayLiteral(context.databases))) LIMIT 1
            """)
        return rows.single.map { "transaction \"\($0)\" is prepared on the \(origin)" }
    }

    /// Roles and tables may have been made since the destination was fenced, and what the file
    /// says of the fence may have changed.
    private func prepareFences() async throws {
        let serving = await SideFence.shared(context, origin)
        let destination = await SideFence.shared(context, origin.other)
        for fence in [serving, destination] { try await fence.prepare() }
        try await destination.raise()
        _ = try await destination.roles.expel()
        guard context.file.fence == .roles else { return }
        for side in Side.allCases { try await Cleanup(context: context).removeGuards(from: side) }
    }

    private func refuseChangedSchema() async throws {
        guard let changed = try await context.changedDatabase(on: origin) else { return }
        throw Diagnostic.schemaChanged(changed, on: origin)
    }

    /// Of a table that is published or followed by nobody, nothing would be heard: no lag, no error.
    private func refuseUnreplicated() async throws {
        for database in context.databases {
            let publisher = await context.connection(origin, database)
            let subscriber = await context.connection(origin.other, database)
            let followed = try await followedTables(context.names.linkPattern, on: subscriber)
            let unfollowed = try await replicatedTables(on: publisher).map(\.name)
                .filter { !followed.contains($0) }
            let missing = try await unpublishedTables(
                context.names.publicationPattern, on: publisher)
            let names = Set(missing + unfollowed).map(\.sql).sorted()
            guard !names.isEmpty else { continue }
            throw Diagnostic(
                .error, .unreplicated,
                "tables of \(quoted(identifier: database)) are not replicated to the \(origin.other)",
                detail: names.joined(separator: "\n"),
                hint: "apus migrate accept-schema takes in what is on both sides. Nothing was held."
            )
        }
    }
}
