import MigrationCore

extension Story {
    static let roles: [Story] = [
        Story(
            "a role that may not replicate is refused", "role.replication", .blocker,
            about: "adm", remedy: "ALTER ROLE \"adm\" REPLICATION;"
        ) { facts, _ in facts.changeOurRole(on: .source) { $0.canReplicate = false } },
        Story(
            "from 16 on a grant lets it subscribe", "role.subscription", .blocker,
            about: "target", remedy: "GRANT pg_create_subscription TO \"adm\";"
        ) { facts, _ in
            facts.servers.source.reachedByPeer = .unknown(reason: "not allowed", remedy: nil)
            facts.changeOurRole(on: .target) { $0.has = [] }
        },
        Story(
            "before 16 the way back can be given up instead", "role.subscription", .blocker,
            about: "only the way back", remedy: "way_back: none"
        ) { facts, _ in
            facts.servers.target.reachedByPeer = .unknown(reason: "not allowed", remedy: nil)
        },
        Story(
            "a table of somebody else names the grant", "role.table-owner", .blocker,
            about: "public.orders", remedy: "GRANT \"Shop\" TO \"adm\";"
        ) { facts, _ in facts.plant(table: TableFacts("orders", owner: "Shop", weOwn: false)) },
        Story(
            "a superuser's table says what the grant gives away", "role.table-owner", .blocker,
            about: "root", remedy: "lets it become a superuser"
        ) { facts, _ in
            facts.plant(role: RoleFacts(name: "root", isSuperuser: true))
            facts.plant(table: TableFacts("orders", owner: "root", weOwn: false))
        },
        Story(
            "a table that we may not read is refused", "role.read", .blocker,
            about: "public.orders", remedy: "GRANT pg_read_all_data TO \"adm\";"
        ) { facts, _ in facts.plant(table: TableFacts("orders", weMayRead: false)) },
        Story(
            "a schema that we may not enter is refused", "role.read", .blocker,
            about: "schema secret", remedy: "pg_read_all_data"
        ) { facts, _ in
            facts.plant { $0.access = .known(DatabaseAccess(closedSchemas: ["secret"])) }
        },
        Story(
            "before 14 each schema is granted", "role.read", .blocker, about: "sequence",
            remedy: "GRANT SELECT ON ALL SEQUENCES IN SCHEMA \"public\" TO \"adm\";"
        ) { facts, _ in
            facts.servers.source.identity = .known(
                ServerIdentity(versionNumber: 130_000, startedAt: 1))
            facts.plant { $0.sequences = .known([SequenceFacts("s", weMayRead: false)]) }
        },
        Story(
            "rows hidden by policies are refused", "role.row-security", .blocker,
            about: "public.orders", remedy: "ALTER ROLE \"adm\" BYPASSRLS;"
        ) { facts, _ in
            facts.plant(table: TableFacts("orders", weOwn: false, hasRowSecurity: true))
        },
        Story(
            "hazard 15: policies forced on the owner stop the target", "role.row-security",
            .blocker,
            about: "forced", remedy: "NO FORCE ROW LEVEL SECURITY;"
        ) { facts, _ in
            facts.changeOurRole(on: .source) { $0.isSuperuser = true }
            facts.plant(
                table: TableFacts("orders", hasRowSecurity: true, forcesRowSecurity: true))
        },
        Story(
            "a database in which nothing may be made is refused", "role.create", .blocker,
            about: "app", remedy: "GRANT CREATE ON DATABASE \"app\" TO \"adm\";"
        ) { facts, _ in facts.plant { $0.access = .known(DatabaseAccess(mayCreate: false)) } },
        Story(
            "a target role that may make nothing is refused", "role.target", .blocker,
            about: "CREATEDB and no CREATEROLE",
            remedy: "ALTER ROLE \"adm\" CREATEDB CREATEROLE;"
        ) { facts, _ in
            facts.changeOurRole(on: .target) {
                $0.canCreateDatabases = false
                $0.canCreateRoles = false
            }
        },
        Story(
            "sessions that are hidden are unknown", "role.statistics", .unknown, about: "adm",
            remedy: "GRANT pg_read_all_stats TO \"adm\";"
        ) { facts, _ in facts.changeOurRole(on: .source) { $0.has = ["pg_signal_backend"] } },
        Story(
            "sessions that we may not end are refused", "role.terminate", .blocker,
            about: "web", remedy: "GRANT pg_signal_backend TO \"adm\";"
        ) { facts, _ in facts.plant(role: RoleFacts(name: "web", canBeTerminated: false)) },
        Story(
            "a role that we may not fence is refused", "role.fence", .blocker, about: "web",
            remedy: "ALTER ROLE \"adm\" CREATEROLE;"
        ) { facts, _ in
            facts.changeOurRole(on: .source) { $0.canCreateRoles = false }
            facts.plant(role: RoleFacts(name: "web", canBeFenced: false))
        },
        Story(
            "from 16 on it takes ADMIN OPTION", "role.fence", .blocker, about: "target",
            remedy: "GRANT \"web\" TO \"adm\" WITH ADMIN OPTION;"
        ) { facts, _ in facts.plant(role: RoleFacts(name: "web", canBeFenced: false), on: .target)
        },
        Story(
            "a superuser at work is refused", "role.superusers", .blocker,
            about: "1 session open now", remedy: "reject"
        ) { facts, _ in
            facts.plant(role: RoleFacts(name: "root", isSuperuser: true, canBeFenced: false))
            facts.plant(session: SessionFacts(pid: 3, role: "root"))
        },
        Story(
            "a superuser that is away is named", "role.superusers", .warning, about: "root",
            remedy: "pg_hba.conf"
        ) { facts, _ in
            facts.plant(role: RoleFacts(name: "root", isSuperuser: true, canBeFenced: false))
        },
        Story(
            "clients that share our role are refused", "role.shared", .blocker,
            about: "pid 4 (cron)", remedy: "fence: tables"
        ) { facts, _ in
            facts.plant(session: SessionFacts(pid: 4, role: "adm", application: "cron"))
        },
        Story(
            "nobody is locked out of a database that stays", "role.other-databases", .blocker,
            about: "database billing", remedy: "databases: all"
        ) { facts, _ in
            facts.servers.source.databases = .known([
                DatabaseEntry(name: "app", openTo: ["clerk"]), DatabaseEntry(name: "billing"),
            ])
            facts.plant(session: SessionFacts(pid: 4, database: "billing", role: "clerk"))
        },
        Story(
            "nobody is locked out of what the target serves already", "role.other-databases",
            .blocker, about: "database orders", remedy: "REVOKE CONNECT"
        ) { facts, _ in
            facts.servers.source.databases = .known([DatabaseEntry(name: "app", openTo: ["clerk"])])
            facts.plant(
                session: SessionFacts(pid: 4, database: "orders", role: "clerk"), on: .target)
        },
        Story(
            "passwords that cannot be read are unknown", "role.passwords", .unknown,
            about: "web", remedy: "\\password \"web\""
        ) { facts, _ in
            facts.plant(role: RoleFacts(name: "web"))
            facts.servers.source.passwords = .unknown(reason: "permission denied", remedy: nil)
        },
        Story(
            "old password hashes are named", "role.passwords", .warning, about: "app",
            remedy: "scram-sha-256"
        ) { facts, _ in
            facts.servers.source.passwords = .known([RolePassword(role: "app", kind: "md5")])
        },
        Story(
            "a namesake with other attributes is named", "role.same-name", .warning,
            about: "NOLOGIN BYPASSRLS", remedy: "ALTER ROLE \"web\" NOLOGIN BYPASSRLS;"
        ) { facts, _ in
            facts.plant(role: RoleFacts(name: "web", canLogIn: false, bypassesRowSecurity: true))
            facts.plant(role: RoleFacts(name: "web"), on: .target)
        },
        Story(
            "attributes that we may not give are named", "role.attributes", .warning,
            about: "BYPASSRLS", remedy: "ALTER ROLE \"audit\" BYPASSRLS;"
        ) { facts, _ in facts.plant(role: RoleFacts(name: "audit", bypassesRowSecurity: true)) },
        Story(
            "a timeout of our role is named", "role.settings", .warning,
            about: "statement_timeout",
            remedy: "ALTER ROLE \"adm\" SET statement_timeout = '0';"
        ) { facts, _ in facts.plant(setting: "statement_timeout", "30000", on: .source) },
        Story(
            "a read-only default of a database is named", "role.settings", .warning,
            about: "default_transaction_read_only", remedy: "IN DATABASE \"app\""
        ) { facts, _ in
            facts.servers.source.roleSettings = .known([
                RoleSetting(
                    role: nil, database: "app", name: "default_transaction_read_only", value: "on")
            ])
        },
    ]
}
