/// The target's databases are made with the source's encoding and locale.
struct LocaleCheck: PreflightCheck {
    let id = "database.locale"
    let title = "the target knows encoding and locale"
    let fine = "the target knows every database's encoding and locale"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.databases.and(facts.servers.target.databases)
            .and(facts.servers.target.locales).and(facts.databases).findings(.target) {
                let (((source, target), locales), moved) = $0
                return moved.flatMap { database -> [Finding] in
                    guard let entry = source.first(where: { $0.name == database.name }) else {
                        return []
                    }
                    let existing = target.first { $0.name == database.name }
                    return existing.map { differences(entry, $0) }
                        ?? locale(entry, locales) + encoding(entry)
                }
            }
    }

    private func differences(_ entry: DatabaseEntry, _ existing: DatabaseEntry) -> [Finding] {
        var words: [String] = []
        if entry.encoding != existing.encoding {
            words.append("encoding \(existing.encoding) instead of \(entry.encoding)")
        }
        if ServerLocale.plain(entry.collate) != ServerLocale.plain(existing.collate) {
            words.append("collation \(existing.collate) instead of \(entry.collate)")
        }
        if entry.provider != existing.provider {
            words.append("locale provider \(existing.provider) instead of \(entry.provider)")
        }
        guard !words.isEmpty else { return [] }
        return [
            Finding(
                entry.encoding == existing.encoding ? .warning : .blocker, .target,
                in: entry.name, "exists with \(words.joined(separator: " and "))",
                fix: .sql(
                    "ALTER DATABASE \(sql(identifier: entry.name)) RENAME TO "
                        + "\(sql(identifier: entry.name + "_before"));  -- it will be made as it is "
                        + "on the source", on: .target))
        ]
    }

    private func locale(_ entry: DatabaseEntry, _ locales: [ServerLocale]) -> [Finding] {
        if entry.provider == "i", !locales.contains(where: { $0.provider == "i" }) {
            return [
                Finding(
                    .blocker, .target, in: entry.name, ["ICU locale \(entry.locale ?? "?")"],
                    "the server was built without ICU",
                    fix: .action("use a target that is built with ICU"))
            ]
        }
        let always: Set<String> = ["c", "posix"]
        let known = always.union(
            locales.filter { $0.provider == "c" }.compactMap(\.name).map(ServerLocale.plain))
        guard !known.contains(ServerLocale.plain(entry.collate)) else { return [] }
        return [
            Finding(
                .blocker, .target, in: entry.name, ["locale \(entry.collate)"],
                "is not among the locales that the target's machine had",
                fix: .sql(
                    "SELECT pg_import_system_collations('pg_catalog');"
                        + "  -- once the machine has the locale, for example by locale-gen",
                    on: .target))
        ]
    }

    private func encoding(_ entry: DatabaseEntry) -> [Finding] {
        guard entry.encoding == "SQL_ASCII" else { return [] }
        return [
            Finding(
                .warning, .source, in: entry.name, ["encoding SQL_ASCII"],
                "takes any bytes, so programs may see texts that are not valid anywhere else",
                fix: .action("nothing for the migration: the target gets SQL_ASCII, too"))
        ]
    }
}
