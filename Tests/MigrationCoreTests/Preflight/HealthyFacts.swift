import MigrationCore

/// Facts with which every check is content; each test plants one problem in them.
extension PreflightFacts {
    static var healthy: PreflightFacts {
        PreflightFacts(
            servers: BothSides(
                source: .healthy(version: 150_018, startedAt: 1000, identifier: "71"),
                target: .healthy(version: 170_005, startedAt: 2000, identifier: "72")),
            databases: .known([.healthy("app")]))
    }

    /// Nothing could be seen of anything.
    static var hidden: PreflightFacts {
        PreflightFacts(
            servers: BothSides(
                source: ServerFacts(hidden: "permission denied"),
                target: ServerFacts(hidden: "permission denied")),
            databases: .known([DatabaseFacts(name: "app", hidden: "permission denied")]),
            targetDatabases: ["app": .unknown(reason: "permission denied", remedy: nil)])
    }

    /// Changes the only database.
    mutating func plant(_ change: (inout DatabaseFacts) -> Void) {
        databases = databases.map { databases in
            databases.map { database in
                var database = database
                change(&database)
                return database
            }
        }
    }

    mutating func plant(table: TableFacts) { plant { $0.tables = .known([table]) } }

    mutating func plant(setting name: String, _ value: String, on side: Side) {
        servers[side].settings = servers[side].settings.map { settings in
            var settings = settings
            settings[name] = value
            return settings
        }
    }

    mutating func plant(role: RoleFacts, on side: Side = .source) {
        servers[side].roles = servers[side].roles.map { $0 + [role] }
    }

    mutating func plant(session: SessionFacts, on side: Side = .source) {
        servers[side].sessions = servers[side].sessions.map { $0 + [session] }
    }

    mutating func changeOurRole(on side: Side, _ change: (inout OurRole) -> Void) {
        servers[side].ourRole = servers[side].ourRole.map { role in
            var role = role
            change(&role)
            return role
        }
    }
}

extension ServerFacts {
    static func healthy(version: Int, startedAt: Double, identifier: String) -> ServerFacts {
        var facts = ServerFacts(hidden: "not in the fixture")
        facts.identity = .known(
            ServerIdentity(
                versionNumber: version, startedAt: startedAt, clock: 5000, clockHere: 5000,
                address: "10.0.0.1", port: 5432, usesTLS: true))
        facts.systemIdentifier = .known(identifier)
        facts.settings = .known(.healthy)
        facts.ourRole = .known(
            OurRole(
                name: "adm", canCreateRoles: true, canCreateDatabases: true, canReplicate: true,
                has: ["pg_create_subscription", "pg_read_all_stats", "pg_signal_backend"]))
        facts.roles = .known([RoleFacts(name: "adm"), RoleFacts(name: "app")])
        facts.passwords = .known([RolePassword(role: "app", kind: "scram")])
        facts.roleSettings = .known([])
        facts.databases = .known([
            DatabaseEntry(name: "app"), DatabaseEntry(name: "postgres"),
            DatabaseEntry(name: "template1", isTemplate: true),
        ])
        facts.sessions = .known([])
        facts.slots = .known([])
        facts.subscriptions = .known([])
        facts.preparedTransactions = .known([])
        facts.tablespaces = .known([
            NamedObject("tablespace", nil, "pg_default"),
            NamedObject("tablespace", nil, "pg_global"),
        ])
        facts.availableExtensions = .known([
            AvailableExtension(name: "pg_trgm", version: "1.6", isTrusted: true)
        ])
        facts.locales = .known([
            ServerLocale(provider: "c", name: "C.UTF-8"), ServerLocale(provider: "i", name: "en"),
        ])
        facts.walRate = .known(1000)
        facts.reachedByPeer = .known(.works)
        return facts
    }
}

extension ServerSettings {
    static var healthy: ServerSettings {
        ServerSettings([
            "wal_level": "logical", "max_replication_slots": "10", "max_wal_senders": "10",
            "max_logical_replication_workers": "4", "max_worker_processes": "8",
            "max_connections": "100", "superuser_reserved_connections": "3",
            "max_locks_per_transaction": "64", "max_prepared_transactions": "0",
            "max_slot_wal_keep_size": "-1", "statement_timeout": "0", "lock_timeout": "0",
        ])
    }
}

extension DatabaseFacts {
    static func healthy(_ name: String) -> DatabaseFacts {
        var facts = DatabaseFacts(name: name, hidden: "not in the fixture")
        facts.access = .known(DatabaseAccess())
        facts.replicationRoles = .known([ReplicationRole(name: "public")])
        facts.tables = .known([TableFacts("orders")])
        facts.sequences = .known([SequenceFacts("orders_id_seq")])
        facts.columnTypes = .known([])
        facts.extensions = .known([ExtensionFacts(name: "pg_trgm", version: "1.6")])
        facts.collations = .known([])
        facts.triggers = .known([])
        facts.rules = .known([])
        facts.eventTriggers = .known([])
        facts.largeObjects = .known(0)
        facts.foreignObjects = .known([])
        facts.materializedViews = .known([])
        facts.temporaryTables = .known([])
        facts.undumped = .known([])
        facts.invalidIndexes = .known([])
        facts.unvalidatedConstraints = .known([])
        facts.publications = .known([])
        facts.libraryObjects = .known([])
        facts.tablespaceUses = .known([])
        facts.leftovers = .known([])
        return facts
    }
}

extension MigrationFile {
    static var wallet: MigrationFile {
        MigrationFile(
            name: "wallet",
            servers: BothSides(
                source: ServerEntry(keywords: ["host": "old.example"]),
                target: ServerEntry(keywords: ["host": "new.example"])),
            databases: .named(["app"]), traffic: .none)
    }
}
