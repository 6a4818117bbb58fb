/// Foreign tables keep their rows elsewhere; the target must reach that place, too.
struct ForeignObjectsCheck: PreflightCheck {
    let id = "database.foreign"
    let title = "foreign servers and tables"
    let fine = "no foreign servers"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.foreignObjects) { database, objects in
            let servers = objects.filter { $0.kind == "foreign server" }
            guard !servers.isEmpty else { return [] }
            let tables = objects.count { $0.kind == "foreign table" }
            let mappings = objects.count { $0.kind == "user mapping" }
            return [
                Finding(
                    .warning, .source, in: database, servers.map { "server \($0.label)" },
                    "\(counted(tables, "foreign table")) and \(counted(mappings, "user mapping")) "
                        + "go along as definitions; the target has to reach what they lead to, and "
                        + "passwords of mappings are only seen by their owners",
                    fix: .action(
                        "allow the target's address there, and check the mappings after prepare"))
            ]
        }
    }
}
