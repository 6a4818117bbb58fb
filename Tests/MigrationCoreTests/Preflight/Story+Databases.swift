import MigrationCore

extension Story {
    static let databases: [Story] = [
        Story(
            "a misspelt database is refused with the right name", "database.present", .blocker,
            about: "database ap", remedy: "databases: [app]"
        ) { facts, _ in facts.missingDatabases = ["ap"] },
        Story(
            "a file that selects nothing is refused", "database.present", .blocker,
            about: "no database", remedy: "databases: [app"
        ) { facts, _ in facts.databases = .known([]) },
        Story(
            "a target that holds rows is refused with what is in it", "database.target-empty",
            .blocker, about: "table public.\"Order\"",
            remedy: "ALTER DATABASE \"app\" RENAME TO \"app_before\";"
        ) { facts, _ in
            facts.targetDatabases["app"] = .known([NamedObject("table", "public", "Order")])
        },
        Story(
            "a migration that began is told from a stranger's tables", "database.target-empty",
            .warning, about: "what a migration began", remedy: "apus migrate abort"
        ) { facts, _ in
            facts.targetDatabases["app"] = .known([
                NamedObject("schema", nil, "apus"), NamedObject("table", "public", "orders"),
            ])
        },
        Story(
            "a target that could not be looked into is unknown", "database.target-empty",
            .unknown, about: "app", remedy: "GRANT CONNECT"
        ) { facts, _ in
            facts.targetDatabases["app"] = .unknown(
                reason: "permission denied", remedy: "GRANT CONNECT ON DATABASE \"app\" TO adm;")
        },
        Story(
            "a locale that the target lacks is refused", "database.locale", .blocker,
            about: "de_DE.utf8", remedy: "pg_import_system_collations"
        ) { facts, _ in
            facts.servers.source.databases = .known([
                DatabaseEntry(name: "app", collate: "de_DE.utf8")
            ])
            facts.servers.target.databases = .known([])
        },
        Story(
            "a database of another encoding is refused", "database.locale", .blocker,
            about: "encoding LATIN1 instead of UTF8", remedy: "RENAME TO"
        ) { facts, _ in
            facts.servers.target.databases = .known([
                DatabaseEntry(name: "app", encoding: "LATIN1")
            ])
        },
        Story(
            "indexes older than the collation library are named", "database.collation-version",
            .warning, about: "was 2.31 and is 2.36", remedy: "REFRESH COLLATION VERSION;"
        ) { facts, _ in
            facts.servers.source.databases = .known([
                DatabaseEntry(
                    name: "app", collationVersion: "2.31", actualCollationVersion: "2.36")
            ])
        },
        Story(
            "collations of columns count, too", "database.collation-version", .warning,
            about: "pg_catalog.\"de-x-icu\"", remedy: "REFRESH VERSION;"
        ) { facts, _ in
            facts.plant {
                $0.collations = .known([
                    CollationFacts(name: "de-x-icu", version: "153.1", actualVersion: "153.120")
                ])
            }
        },
        Story(
            "an extension that the target lacks is refused", "database.extensions", .blocker,
            about: "extension postgis 3.3", remedy: "install the package of postgis"
        ) { facts, _ in
            facts.plant {
                $0.extensions = .known([ExtensionFacts(name: "postgis", version: "3.3")])
            }
        },
        Story(
            "another version of an extension is named", "database.extensions", .warning,
            about: "will be 1.6", remedy: "ALTER EXTENSION \"pg_trgm\" UPDATE"
        ) { facts, _ in
            facts.plant {
                $0.extensions = .known([ExtensionFacts(name: "pg_trgm", version: "1.4")])
            }
        },
        Story(
            "an extension that only a superuser makes is refused", "database.extensions",
            .blocker, about: "file_fdw", remedy: "empty but for the extension"
        ) { facts, _ in
            facts.servers.target.availableExtensions = .known([
                AvailableExtension(name: "file_fdw", version: "1.0", needsSuperuser: true)
            ])
            facts.plant {
                $0.extensions = .known([ExtensionFacts(name: "file_fdw", version: "1.0")])
            }
        },
        Story(
            "a function with a library of its own is refused", "database.libraries", .blocker,
            about: "$libdir/mine", remedy: "DROP FUNCTION \"public\".\"fast\";"
        ) { facts, _ in
            facts.plant {
                $0.libraryObjects = .known([
                    NamedObject("function", "public", "fast", detail: "$libdir/mine")
                ])
            }
        },
        Story(
            "a function from a library that the target has is named", "database.libraries",
            .warning, about: "$libdir/pg_trgm", remedy: "DROP FUNCTION"
        ) { facts, _ in
            facts.plant {
                $0.libraryObjects = .known([
                    NamedObject("function", "public", "fast", detail: "$libdir/pg_trgm")
                ])
            }
        },
        Story(
            "a language whose handler no dump names is refused", "database.libraries", .blocker,
            about: "language mine", remedy: "DROP LANGUAGE \"mine\" CASCADE;"
        ) { facts, _ in
            facts.plant {
                $0.libraryObjects = .known([
                    NamedObject("language", nil, "mine", detail: "plpgsql_call_handler")
                ])
            }
        },
        Story(
            "a tablespace that the target lacks is named", "database.tablespaces", .warning,
            about: "tablespace fast_disk", remedy: "CREATE TABLESPACE \"fast_disk\""
        ) { facts, _ in
            facts.plant {
                $0.tablespaceUses = .known([
                    NamedObject("relation", "public", "orders", detail: "fast_disk")
                ])
            }
        },
        Story(
            "large objects are refused unless the file decides", "database.large-objects",
            .blocker, about: "2 large objects", remedy: "large_objects: copy"
        ) { facts, _ in facts.plant { $0.largeObjects = .known(2) } },
        Story(
            "large objects that the file leaves behind are named", "database.large-objects",
            .warning, about: "left behind", remedy: nil
        ) { facts, file in
            file.largeObjects = .ignore
            facts.plant { $0.largeObjects = .known(2) }
        },
        Story(
            "foreign servers are named", "database.foreign", .warning, about: "server erp",
            remedy: "allow the target's address"
        ) { facts, _ in
            facts.plant { $0.foreignObjects = .known([NamedObject("foreign server", nil, "erp")]) }
        },
        Story(
            "event triggers are named", "database.event-triggers", .warning, about: "no_ddl",
            remedy: "ALTER EVENT TRIGGER \"no_ddl\" DISABLE;"
        ) { facts, _ in
            facts.plant { $0.eventTriggers = .known([NamedObject("event trigger", nil, "no_ddl")]) }
        },
        Story(
            "publications of others are named", "database.publications", .warning,
            about: "publication warehouse", remedy: "subscribers"
        ) { facts, _ in
            facts.plant { $0.publications = .known([NamedObject("publication", nil, "warehouse")]) }
        },
        Story(
            "a subscription that writes past the fence is refused", "database.subscriptions",
            .blocker, about: "subscription feed", remedy: "ALTER SUBSCRIPTION \"feed\" DISABLE;"
        ) { facts, _ in
            facts.servers.source.subscriptions = .known([
                SubscriptionFacts(name: "feed", database: "app")
            ])
        },
        Story(
            "a consumer that would lose its place is named", "database.slots", .warning,
            about: "slot debezium", remedy: "stop its consumer"
        ) { facts, _ in facts.servers.source.slots = .known([SlotFacts(name: "debezium")]) },
        Story(
            "what was made in the server's own schema refuses", "database.undumped", .blocker,
            about: "function pg_catalog.mine", remedy: "move it to a schema of the application"
        ) { facts, _ in
            facts.plant {
                $0.undumped = .known([
                    NamedObject("system", "pg_catalog", "mine", detail: "function")
                ])
            }
        },
        Story(
            "what an extension keeps for its users is named", "database.undumped", .warning,
            about: "partman.part_config", remedy: "change it on both sides"
        ) { facts, _ in
            facts.plant {
                $0.undumped = .known([
                    NamedObject(
                        "configuration", "partman", "part_config", detail: "pg_partman")
                ])
            }
        },
        Story(
            "a column without equality in a table without a key is named", "database.undumped",
            .warning, about: "public.notes.body", remedy: "primary key"
        ) { facts, _ in
            facts.plant {
                $0.undumped = .known([
                    NamedObject("no equality", "public", "notes", part: "body", detail: "json")
                ])
            }
        },
        Story(
            "what another migration left is named", "database.leftovers", .warning,
            about: "schema apus", remedy: "apus migrate abort"
        ) { facts, _ in
            facts.plant { $0.leftovers = .known([NamedObject("schema", nil, "apus")]) }
        },
        Story(
            "a slot that holds back log for nobody is named", "database.leftovers", .warning,
            about: "slot apus_other_app", remedy: "pg_drop_replication_slot('apus_other_app')"
        ) { facts, _ in facts.servers.source.slots = .known([SlotFacts(name: "apus_other_app")]) },
    ]
}
