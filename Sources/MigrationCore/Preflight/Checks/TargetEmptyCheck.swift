/// Rows that are on the target already would collide with those that come.
struct TargetEmptyCheck: PreflightCheck {
    let id = "database.target-empty"
    let title = "the target has room for the databases' names"
    let fine = "the target's databases do not exist yet, or are empty"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        // What is there is the source's own, and nobody may be told to move it out of the way.
        guard !SameServerCheck.isOneServer(facts) else { return [] }
        return facts.servers.target.databases.and(facts.databases).findings(.target) { _, _ in
            facts.targetDatabases.sorted { $0.key < $1.key }.flatMap { name, contents in
                contents.findings(.target, in: name) { judge(name, $0) }
            }
        }
    }

    private func judge(_ database: String, _ contents: [NamedObject]) -> [Finding] {
        // A superuser may have made extensions that we may not make.
        let contents = contents.filter { $0.kind != "extension" }
        guard !contents.isEmpty else { return [] }
        if contents.contains(where: { $0.kind == "schema" && $0.name == "apus" }) {
            return [
                Finding(
                    .warning, .target, in: database,
                    "holds what a migration began: going on is safe, starting anew is not",
                    fix: .action("apus migrate run to go on, or apus migrate abort to clean up"))
            ]
        }
        return [
            Finding(
                .blocker, .target, in: database, contents.map { "\($0.kind) \($0.label)" },
                contents.count == 1 ? "is there already" : "are there already",
                // Out of the way, and not gone: it may be the one that serves.
                fix: .sql(
                    "ALTER DATABASE \(sql(identifier: database)) RENAME TO "
                        + "\(sql(identifier: database + "_before"));  -- if nobody is served from it",
                    on: .target))
        ]
    }
}
