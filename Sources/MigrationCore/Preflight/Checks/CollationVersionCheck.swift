/// An index that was built under other rules of sorting may miss rows, and so would whoever reads by it.
struct CollationVersionCheck: PreflightCheck {
    let id = "database.collation-version"
    let title = "the source's indexes follow today's rules of sorting"
    let fine = "collations have the version that the source's indexes were built with"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        databases(facts) + collations(facts)
    }

    private func databases(_ facts: PreflightFacts) -> [Finding] {
        facts.servers.source.databases.and(facts.databases).findings(.source) { entries, moved in
            let names = Set(moved.map(\.name))
            return entries.compactMap { entry in
                guard names.contains(entry.name), let made = entry.collationVersion,
                    let now = entry.actualCollationVersion, made != now
                else { return nil }
                return Finding(
                    .warning, .source, in: entry.name, ["collation \(entry.collate)"],
                    "was \(made) and is \(now) since the machine was upgraded: indexes of texts "
                        + "may be out of order",
                    fix: .sql(
                        "REINDEX DATABASE CONCURRENTLY \(sql(identifier: entry.name));",
                        "ALTER DATABASE \(sql(identifier: entry.name)) REFRESH COLLATION VERSION;",
                        on: .source, in: entry.name))
            }
        }
    }

    private func collations(_ facts: PreflightFacts) -> [Finding] {
        facts.eachDatabase(\.collations) { database, collations in
            collations.compactMap { collation in
                guard let made = collation.version, let now = collation.actualVersion, made != now
                else { return nil }
                let name = QualifiedName(schema: collation.schema, name: collation.name).sql
                return Finding(
                    .warning, .source, in: database, ["collation \(collation.label)"],
                    "was \(made) and is \(now): indexes that use it may be out of order",
                    fix: .sql(
                        "REINDEX DATABASE CONCURRENTLY \(sql(identifier: database));",
                        "ALTER COLLATION \(name) REFRESH VERSION;", on: .source, in: database))
            }
        }
    }
}
