import Diagnostics

/// A name in the file that the source does not have is a typing mistake.
struct DatabasePresenceCheck: PreflightCheck {
    let id = "database.present"
    let title = "the file's databases are on the source"
    let fine = "every database of the file is there"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.databases.and(facts.databases).findings(.source) { entries, moved in
            let names = entries.filter { !$0.isTemplate }.map(\.name)
            let missing = facts.missingDatabases.map { name in
                let near = nearestName(to: name, among: names)
                return Finding(
                    .blocker, .source, ["database \(quoted(identifier: name))"], "does not exist",
                    fix: .file("databases: [\(near ?? names.joined(separator: ", "))]"))
            }
            guard moved.isEmpty, missing.isEmpty else { return missing }
            return [
                Finding(
                    .blocker, .source, "the file selects no database",
                    fix: .file("databases: [\(names.joined(separator: ", "))]"))
            ]
        }
    }
}
