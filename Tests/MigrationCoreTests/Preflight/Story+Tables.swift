import MigrationCore

extension Story {
    static let tables: [Story] = [
        Story(
            "an index that could identify rows is offered", "table.identity", .warning,
            about: "public.\"Order\"",
            remedy:
                "ALTER TABLE \"public\".\"Order\" REPLICA IDENTITY USING INDEX \"order_number\";"
        ) { facts, _ in
            facts.plant(
                table: TableFacts("Order", hasPrimaryKey: false, candidateIndex: "order_number"))
        },
        Story(
            "a table without any key is refused where the file says so", "table.identity",
            .blocker, about: "public.audit", remedy: "tables_without_identity: full"
        ) { facts, file in
            file.tablesWithoutIdentity = .refuse
            facts.plant(table: TableFacts("audit", hasPrimaryKey: false))
        },
        Story(
            "a key that is not used as identity is offered", "table.identity", .warning,
            about: "public.log", remedy: "REPLICA IDENTITY DEFAULT;"
        ) { facts, _ in facts.plant(table: TableFacts("log", replicaIdentity: "n")) },
        Story(
            "what identity full costs is told", "table.identity-full", .warning,
            about: "about 138 ms to apply on the source and the target", remedy: "ADD PRIMARY KEY"
        ) { facts, _ in
            facts.plant(table: TableFacts("audit", hasPrimaryKey: false, rows: 1_000_000))
        },
        Story(
            "an index spares a newer subscriber the scan", "table.identity-full", .warning,
            about: "to apply on the source, which", remedy: "ADD PRIMARY KEY"
        ) { facts, _ in
            facts.plant(
                table: TableFacts(
                    "audit", hasPrimaryKey: false, hasPlainIndex: true, rows: 1_000_000))
        },
        Story(
            "unlogged tables are refused unless the file decides", "table.unlogged", .blocker,
            about: "public.cache", remedy: "unlogged_tables: structure"
        ) { facts, _ in facts.plant(table: TableFacts("cache", isUnlogged: true)) },
        Story(
            "unlogged tables that arrive empty are named", "table.unlogged", .warning,
            about: "arrive empty", remedy: nil
        ) { facts, file in
            file.unloggedTables = .structure
            facts.plant(table: TableFacts("cache", isUnlogged: true))
        },
        Story(
            "temporary tables are told, and hold up nothing", "table.temporary", .ok,
            about: "1 temporary table of app", remedy: nil
        ) { facts, _ in
            facts.plant {
                $0.temporaryTables = .known([
                    NamedObject("temporary table", "pg_temp_3", "t", detail: "app")
                ])
            }
        },
        Story(
            "generated columns are told", "table.generated-columns", .ok, about: "public.orders",
            remedy: nil
        ) { facts, _ in facts.plant(table: TableFacts("orders", generatedColumns: 1)) },
        Story(
            "children of inheritance are told", "table.inheritance", .ok, about: "public.child",
            remedy: nil
        ) { facts, _ in facts.plant(table: TableFacts("child", inheritsFrom: ["public.parent"])) },
        Story(
            "partitions whose bounds a library orders are named", "table.partitions", .warning,
            about: "collation de-x-icu", remedy: "COLLATE \"C\""
        ) { facts, _ in
            facts.plant(
                table: TableFacts("names", isPartitioned: true, textRangeCollation: "de-x-icu"))
        },
        Story(
            "hazard 15: a trigger that would fire twice is named, and what is done about it",
            "table.triggers", .warning, about: "is switched off on the side that follows",
            remedy: nil
        ) { facts, _ in
            facts.plant {
                $0.triggers = .known([
                    NamedObject(
                        "trigger", "public", "orders", part: "my trigger", detail: "ALWAYS")
                ])
            }
        },
        Story(
            "hazard 15: a rule for replicas is named", "table.rules", .warning, about: "shadow",
            remedy: "ENABLE RULE \"shadow\";"
        ) { facts, _ in
            facts.plant {
                $0.rules = .known([
                    NamedObject("rule", "public", "orders", part: "shadow", detail: "REPLICA")
                ])
            }
        },
        Story(
            "a type that is gone is refused", "table.column-types", .blocker,
            about: "public.old.since (abstime)", remedy: "ALTER COLUMN \"since\" TYPE timestamptz;"
        ) { facts, _ in plant(&facts, type: "abstime", "removed", column: "since") },
        Story(
            "a row of the catalogs is refused", "table.column-types", .blocker,
            about: "pg_class", remedy: "TYPE text;"
        ) { facts, _ in plant(&facts, type: "pg_class", "catalog", column: "c") },
        Story(
            "a name in the catalogs is pointed out", "table.column-types", .warning,
            about: "regproc", remedy: "goes along"
        ) { facts, _ in plant(&facts, type: "regproc", "reference", column: "c") },
        Story(
            "hidden OIDs are named", "table.oids", .warning, about: "public.old",
            remedy: "SET WITHOUT OIDS;"
        ) { facts, _ in facts.plant(table: TableFacts("old", hasOIDs: true)) },
        Story(
            "a table at the limit of columns is named", "table.width", .warning,
            about: "1600 of at most 1600", remedy: "verification"
        ) { facts, _ in facts.plant(table: TableFacts("wide", columns: 1600)) },
        Story(
            "very wide values are named", "table.width", .warning, about: "200 MB",
            remedy: "memory"
        ) { facts, _ in
            facts.plant(table: TableFacts("files", rows: 10, toastBytes: 2000 << 20))
        },
        Story(
            "an index that failed to build is named", "table.invalid-indexes", .warning,
            about: "index public.bad", remedy: "DROP INDEX CONCURRENTLY \"public\".\"bad\";"
        ) { facts, _ in
            facts.plant {
                $0.invalidIndexes = .known([
                    NamedObject("index", "public", "bad", detail: "public.orders")
                ])
            }
        },
        Story(
            "constraints that were never validated are told", "table.not-valid", .ok,
            about: "positive", remedy: nil
        ) { facts, _ in
            facts.plant {
                $0.unvalidatedConstraints = .known([
                    NamedObject("constraint", "public", "orders", part: "positive")
                ])
            }
        },
        Story(
            "materialized views are told", "table.materialized-views", .ok,
            about: "public.sums", remedy: nil
        ) { facts, _ in
            facts.plant {
                $0.materializedViews = .known([NamedObject("materialized view", "public", "sums")])
            }
        },
        Story(
            "hazard 5: a sequence near its end is named", "table.sequences", .warning,
            about: "sequence public.ids", remedy: "ALTER SEQUENCE \"public\".\"ids\" AS bigint"
        ) { facts, _ in
            facts.plant {
                $0.sequences = .known([
                    SequenceFacts("ids", lastValue: 2_100_000_000, maximum: 2_147_483_647)
                ])
            }
        },
        Story(
            "a sequence that counts down ends at its minimum", "table.sequences", .warning,
            about: "to -100", remedy: "NO MINVALUE;"
        ) { facts, _ in
            facts.plant {
                $0.sequences = .known([
                    SequenceFacts(
                        "down", lastValue: -99, minimum: -100, maximum: -1, increment: -1)
                ])
            }
        },
        Story(
            "a sequence at the end of bigint has no remedy to type", "table.sequences", .warning,
            about: "100 %", remedy: "end of bigint"
        ) { facts, _ in
            facts.plant { $0.sequences = .known([SequenceFacts("ids", lastValue: .max)]) }
        },
    ]

    private static func plant(
        _ facts: inout PreflightFacts, type: String, _ reason: String, column: String
    ) {
        facts.plant {
            $0.columnTypes = .known([
                ColumnType(table: "old", column: column, type: type, root: type, reason: reason)
            ])
        }
    }
}
