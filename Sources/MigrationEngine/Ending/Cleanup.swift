import MigrationCore
import PostgresClient

/// Removes what Apus made on the servers; each part may be repeated, and what is gone is no error.
struct Cleanup: Sendable {
    let context: MigrationContext

    /// Throws the target's half of an unfinished copy away, so that it can start over.
    func clearTarget() async throws {
        try await Predecessors(context: context, side: .source).end([SnapshotKeeper.purpose])
        try await KeptSnapshots(context: context).forget()
        try await dropLinks(from: .target)
        try await dropLinks(from: .source)
        for side in Side.allCases { try await dropPeerRoles(from: side) }
        try await liftFence(.target)
        try await dropDatabases()
        try await context.journal(.source).remove(.epoch)
    }

    /// Subscriptions on both sides, and slots on both: without their subscriptions nobody reads
    /// them.
    func dropLinks(from side: Side) async throws {
        let steps = PerformLinkStep(context: context)
        for database in context.databases {
            guard try await exists(database, on: side) else { continue }
            let connection = await context.connection(side, database)
            let names = try await connection.query(
                """
                SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
                WHERE d.datname = current_database() AND s.subname ~ $1
                """, [context.names.linkPattern]
            ).column
            for name in names {
                let name = sql(identifier: name)
                try await connection.executeUnseen("ALTER SUBSCRIPTION \(name) DISABLE")
                try await connection.executeUnseen(
                    "ALTER SUBSCRIPTION \(name) SET (slot_name = NONE)")
                try await connection.executeUnseen("DROP SUBSCRIPTION \(name)")
            }
        }
        for slot in try await Observer(context).slots(side).keys {
            try await steps.dropSlot(slot, on: side)
        }
    }

    /// The roles that subscriptions of the other side connected as.
    func dropPeerRoles(from side: Side) async throws {
        try await PeerAccess.dropAll(on: side, context)
    }

    /// The triggers of the tables; a side that was closed by them is open afterwards.
    func removeGuards(from side: Side) async throws {
        for database in context.databases where try await exists(database, on: side) {
            try await TableGuard(
                context: context, side: side, connection: await context.connection(side, database)
            ).remove()
        }
    }

    func liftFence(_ side: Side) async throws {
        guard try await exists(context.home, on: side) else { return }
        let connection = await context.connection(side)
        let there = try await connection.query("SELECT to_regclass('apus.fence') IS NOT NULL")
        guard there.single == "t" else { return }
        try await RoleFence(context, side, connection).lower()
    }

    /// Databases that Apus made are dropped; one that was there before is emptied.
    func dropDatabases() async throws {
        let created = try await context.journal(.source).entries().all(.databaseCreated)
        for database in context.databases where try await exists(database, on: .target) {
            if created.contains(database) {
                try await drop(database)
            } else {
                try await empty(database)
            }
        }
    }

    func drop(_ database: String) async throws {
        let target = await context.maintenance(.target)
        await context.servers.target.release(database)
        try await target.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = $1 AND pid <> pg_backend_pid()
            """, [database])
        try await target.execute("DROP DATABASE IF EXISTS \(sql(identifier: database))")
    }

    private func empty(_ database: String) async throws {
        let connection = await context.connection(.target, database)
        // Only what Apus restored is thrown away; a database it never touched is left alone.
        let ours = try await connection.query("SELECT to_regclass('apus.restored') IS NOT NULL")
        guard ours.single == "t" else { return }
        let triggers = try await connection.query("SELECT evtname FROM pg_event_trigger").column
        for name in triggers {
            try await connection.execute("DROP EVENT TRIGGER \(sql(identifier: name))")
        }
        let publications = try await connection.query("SELECT pubname FROM pg_publication").column
        for name in publications {
            try await connection.execute("DROP PUBLICATION \(sql(identifier: name))")
        }
        let schemas = try await connection.query(
            """
            SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
            AND nspname <> 'information_schema' ORDER BY nspname <> 'apus'
            """
        ).column
        for schema in schemas {
            try await connection.executeUnseen("DROP SCHEMA \(sql(identifier: schema)) CASCADE")
        }
        let owner = context.versions.target.major >= 15 ? " AUTHORIZATION pg_database_owner" : ""
        try await connection.execute(
            "CREATE SCHEMA public\(owner); GRANT USAGE ON SCHEMA public TO PUBLIC")
    }

    /// Publication, identities and the schema `apus`: the side is as it was.
    func removeObjects(from side: Side) async throws {
        // The target's tables arrived with the identity that the source's had been given.
        let identities = try await context.journal(.source).entries().all(.identity)
        try await removeGuards(from: side)
        for database in context.databases.reversed() where try await exists(database, on: side) {
            let connection = await context.connection(side, database)
            try await dropPublications(connection)
            for entry in identities {
                // A table's name may hold a tab; what stands around it does not.
                guard let (front, identity) = entry.cutExactly(atLast: "\t"),
                    front.startsExactly(with: "\(database)\t")
                else { continue }
                let table = String(Substring(front.utf8.dropFirst(database.utf8.count + 1)))
                try await restoreIdentity(table, String(identity), connection)
            }
            try await SilentTriggers(connection: connection).wake()
            // The first database comes last: its journal says what is still to be done.
            if database != context.home {
                try await connection.executeUnseen("DROP SCHEMA IF EXISTS apus CASCADE")
            }
        }
    }

    private func dropPublications(_ connection: PostgresConnection) async throws {
        let names = try await connection.query(
            "SELECT pubname FROM pg_publication WHERE pubname ~ $1 ORDER BY 1",
            [context.names.publicationPattern]
        ).column
        for name in names {
            try await connection.executeUnseen(
                "DROP PUBLICATION IF EXISTS \(sql(identifier: name))")
        }
    }

    private func restoreIdentity(
        _ table: String, _ identity: String, _ connection: PostgresConnection
    ) async throws {
        // Once it is as it was, a second run needs neither the lock nor the right to do it.
        let changed = try await connection.query(
            """
            SELECT FROM pg_class WHERE oid = to_regclass($1)
            AND relreplident <> lower(left($2, 1))::"char"
            """, [table, identity])
        guard !changed.isEmpty else { return }
        try await connection.executeUnseen("ALTER TABLE \(table) REPLICA IDENTITY \(identity)")
    }

    func removeJournal(from side: Side) async throws {
        guard try await exists(context.home, on: side) else { return }
        try await context.connection(side).executeUnseen(
            "DROP SCHEMA IF EXISTS apus CASCADE")
    }

    /// Takes back what Apus granted to its own role, and with `roles` the roles it made.
    func undoRoles(dropRoles: Bool) async throws {
        let entries = try await context.journal(.source).entries()
        let target = await context.maintenance(.target)
        let granted = entries.all(.membershipGranted).map {
            "REVOKE \(sql(identifier: $0)) FROM CURRENT_USER"
        }
        // The last first: who was allowed to grant goes after what it granted.
        let carried = dropRoles ? entries.all(.grantCarried).reversed() : []
        let made = dropRoles ? entries.all(.roleCreated) : []
        let others = try await otherMigrations(on: target)
        guard others.isEmpty || granted.isEmpty && carried.isEmpty && made.isEmpty else {
            let rest = granted + carried + made.map { "DROP ROLE \(sql(identifier: $0))" }
            context.progress.report(
                .warning(
                    "roles on the target stay as they are, because another migration is under way "
                        + "there (\(others.joined(separator: ", "))). Once it has ended: "
                        + rest.joined(separator: "; ")))
            return
        }
        for statement in granted + carried { await tolerate(statement, target) }
        try await drop(made, target)
    }

    /// Links of others, which need the roles of the source on the target as much as we did.
    private func otherMigrations(on target: PostgresConnection) async throws -> [String] {
        try await target.query(
            """
            SELECT name FROM (SELECT subname::text FROM pg_subscription
                UNION SELECT slot_name::text FROM pg_replication_slots) link (name)
            WHERE name ~ $1 AND name !~ $2 ORDER BY 1
            """, [ObjectNames.anyLinkPattern, context.names.linkPattern]
        ).column
    }

    /// In rounds: a role that another one depends on goes after it.
    private func drop(_ roles: [String], _ target: PostgresConnection) async throws {
        var waiting = roles
        while !waiting.isEmpty {
            var refused: [(role: String, error: PostgresError)] = []
            for role in waiting {
                let name = sql(identifier: role)
                do throws(PostgresError) {
                    let there = try await target.query(
                        "SELECT FROM pg_roles WHERE rolname = $1", [role])
                    if !there.isEmpty { try await target.execute("DROP ROLE \(name)") }
                } catch {
                    guard error.sqlState != nil else { throw error }
                    refused.append((role, error))
                }
            }
            if refused.count == waiting.count {
                for (role, error) in refused {
                    context.progress.report(
                        .warning(
                            "could not drop role \(quoted(identifier: role)) on the target: "
                                + "\(error)"))
                }
                return
            }
            waiting = refused.map(\.role)
        }
    }

    private func tolerate(_ statement: String, _ connection: PostgresConnection) async {
        do {
            try await connection.execute(statement)
        } catch {
            context.progress.report(.warning("could not run \(statement): \(error)"))
        }
    }

    func exists(_ database: String, on side: Side) async throws -> Bool {
        try await !context.maintenance(side).query(
            "SELECT FROM pg_database WHERE datname = $1", [database]
        ).isEmpty
    }
}
