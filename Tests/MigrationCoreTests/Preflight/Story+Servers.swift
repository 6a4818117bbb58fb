import MigrationCore

extension Story {
    static let servers: [Story] = [
        Story(
            "hazard 7: one server named twice is refused", "server.distinct", .blocker,
            about: "one server", remedy: "target: {host"
        ) { facts, _ in facts.servers.target.identity = facts.servers.source.identity },
        Story(
            "a physical copy of the source is pointed out", "server.distinct", .warning,
            about: "system identifier 71", remedy: "make sure"
        ) { facts, _ in facts.servers.target.systemIdentifier = .known("71") },
        Story(
            "a source that is too old is refused", "server.versions", .blocker, about: "source",
            remedy: "upgrade the source to 11"
        ) { facts, _ in facts.servers.source.identity = version(100_023, at: 1) },
        Story(
            "a target older than the source is refused", "server.versions", .blocker,
            about: "target", remedy: "version 15 or later"
        ) { facts, _ in facts.servers.target.identity = version(140_001, at: 2) },
        Story(
            "a target from the future is refused", "server.versions", .blocker, about: "target",
            remedy: "a newer apus"
        ) { facts, _ in facts.servers.target.identity = version(190_000, at: 2) },
        Story(
            "a replica as source is refused", "server.recovery", .blocker, about: "replica",
            remedy: "host of its primary"
        ) { facts, _ in
            facts.servers.source.identity = .known(
                ServerIdentity(versionNumber: 150_000, isInRecovery: true))
        },
        Story(
            "hazard 26: a log without rows is refused", "server.wal-level", .blocker,
            about: "wal_level is replica", remedy: "ALTER SYSTEM SET wal_level = 'logical';"
        ) { facts, _ in facts.plant(setting: "wal_level", "replica", on: .source) },
        Story(
            "the way back needs the same of the target", "server.wal-level", .blocker,
            about: "way back", remedy: "wal_level"
        ) { facts, _ in facts.plant(setting: "wal_level", "replica", on: .target) },
        Story(
            "RDS has its own word for it", "server.wal-level", .blocker, about: "source",
            remedy: "rds.logical_replication = 1"
        ) { facts, _ in
            facts.plant(setting: "wal_level", "replica", on: .source)
            facts.plant(setting: "rds.extensions", "", on: .source)
        },
        Story(
            "Cloud SQL has its own word for it", "server.wal-level", .blocker, about: "source",
            remedy: "cloudsql.logical_decoding=on"
        ) { facts, _ in
            facts.plant(setting: "wal_level", "replica", on: .source)
            facts.plant(setting: "cloudsql.iam_authentication", "off", on: .source)
        },
        Story(
            "slots that others use up are counted", "server.replication-slots", .blocker,
            about: "is 1, with 1 slot in use and 1 needed", remedy: "max_replication_slots"
        ) { facts, _ in
            facts.plant(setting: "max_replication_slots", "1", on: .source)
            facts.servers.source.slots = .known([SlotFacts(name: "standby", database: nil)])
        },
        Story(
            "origins are counted by their own setting from 18 on", "server.replication-slots",
            .blocker, about: "target", remedy: "max_active_replication_origins"
        ) { facts, _ in
            facts.plant(setting: "max_active_replication_origins", "0", on: .target)
        },
        Story(
            "walsenders that others use up are counted", "server.wal-senders", .blocker,
            about: "2 in use and 2 needed", remedy: "max_wal_senders"
        ) { facts, _ in
            facts.plant(setting: "max_wal_senders", "3", on: .source)
            for pid in 1...2 { facts.plant(session: SessionFacts(pid: pid, kind: "walsender")) }
        },
        Story(
            "workers that apply changes are counted", "server.replication-workers", .blocker,
            about: "max_logical_replication_workers", remedy: "ALTER SYSTEM"
        ) { facts, _ in
            facts.plant(setting: "max_logical_replication_workers", "0", on: .target)
        },
        Story(
            "the last connections are left to clients", "server.connections", .blocker,
            about: "2 of 5 are free", remedy: "max_connections"
        ) { facts, _ in facts.plant(setting: "max_connections", "5", on: .source) },
        Story(
            "fewer connections than wished for are named", "server.connections", .warning,
            about: "10 of 13", remedy: "limits: {source_connections: 10}"
        ) { facts, _ in facts.plant(setting: "max_connections", "13", on: .source) },
        Story(
            "our own role's connection limit counts", "server.connections", .blocker,
            about: "may open 3", remedy: "ALTER ROLE \"adm\" CONNECTION LIMIT -1;"
        ) { facts, _ in facts.changeOurRole(on: .target) { $0.connectionLimit = 3 } },
        Story(
            "more tables than locks are refused", "server.locks", .blocker,
            about: "room for 100 locks", remedy: "max_locks_per_transaction"
        ) { facts, _ in
            facts.plant(setting: "max_locks_per_transaction", "1", on: .target)
            facts.plant { $0.tables = .known((1...200).map { TableFacts("t\($0)") }) }
        },
        Story(
            "a server that gives slots up early is named", "server.slot-wal-limit", .warning,
            about: "max_slot_wal_keep_size", remedy: "limits: {retained_wal: 1024MB}"
        ) { facts, _ in facts.plant(setting: "max_slot_wal_keep_size", "1024", on: .source) },
        Story(
            "hazard 8: a server that drops idle slots is refused", "server.idle-slot-timeout",
            .blocker,
            about: "target", remedy: "idle_replication_slot_timeout = '0'"
        ) { facts, _ in facts.plant(setting: "idle_replication_slot_timeout", "3600", on: .target)
        },
        Story(
            "a server that forbids pgoutput is refused", "server.output-plugin", .blocker,
            about: "test_decoding", remedy: "pgoutput"
        ) { facts, _ in
            facts.plant(setting: "output_plugin_libraries", "test_decoding", on: .source)
        },
        Story(
            "hazard 19: a prepared transaction is refused by its name",
            "server.prepared-transactions",
            .blocker, about: "it's mine", remedy: "ROLLBACK PREPARED 'it''s mine';"
        ) { facts, _ in
            facts.servers.source.preparedTransactions = .known([
                NamedObject("prepared transaction", nil, "it's mine", detail: "in database app")
            ])
        },
        Story(
            "hazard 10: a forgotten transaction is named with who holds it",
            "server.long-transactions",
            .warning, about: "role app in database app has been in a transaction for 1 h",
            remedy: "SELECT pg_terminate_backend(77);"
        ) { facts, _ in
            facts.plant(
                session: SessionFacts(
                    pid: 77, state: "idle in transaction", transactionAge: 3600,
                    hasTransactionID: true))
        },
        Story(
            "transactions that are hidden are unknown", "server.long-transactions", .unknown,
            about: "1 session", remedy: "GRANT pg_read_all_stats TO \"adm\";"
        ) { facts, _ in
            facts.plant(session: SessionFacts(pid: 5, kind: nil, state: nil, isHidden: true))
        },
        Story(
            "hazard 9: a copy that would outgrow the kept log is foretold", "server.copy-forecast",
            .warning, about: "to copy", remedy: "limits: {retained_wal:"
        ) { facts, file in
            facts.servers.source.walRate = .known(100 << 20)
            file.limits.retainedWAL = ByteCount(1 << 30)
        },
        Story(
            "a hidden size is unknown", "server.copy-forecast", .unknown, about: "hidden",
            remedy: "GRANT pg_read_all_stats"
        ) { facts, _ in
            facts.servers.source.databases = .known([DatabaseEntry(name: "app", bytes: nil)])
        },
        Story(
            "the room that is needed is told, as nobody can see it", "server.disk", .unknown,
            about: "1.2 GB", remedy: "df -h"
        ) { _, _ in },
        Story(
            "hazard 14: jobs inside the server are named", "server.background-jobs", .warning,
            about: "pg_cron", remedy: "UPDATE cron.job SET active = false;"
        ) { facts, _ in
            facts.plant {
                $0.extensions = .known([ExtensionFacts(name: "pg_cron", version: "1.6")])
            }
        },
        Story(
            "hazard 14: workers that are not PostgreSQL's own are named", "server.background-jobs",
            .warning, about: "queue launcher", remedy: "stop it"
        ) { facts, _ in facts.plant(session: SessionFacts(pid: 9, kind: "queue launcher")) },
        Story(
            "hazard 27: clocks that differ are pointed out", "server.clock", .warning,
            about: "source",
            remedy: "NTP"
        ) { facts, _ in
            facts.servers.source.identity = .known(
                ServerIdentity(
                    versionNumber: 150_000, startedAt: 1, clock: 5100, clockHere: 5000,
                    usesTLS: true))
        },
    ]

    private static func version(_ number: Int, at start: Double) -> Observed<ServerIdentity> {
        .known(ServerIdentity(versionNumber: number, startedAt: start, usesTLS: true))
    }
}
