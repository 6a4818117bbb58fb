/// Children of plain inheritance are tables of their own, each published by its own name.
struct InheritanceCheck: PreflightCheck {
    let id = "table.inheritance"
    let title = "tables that inherit"
    let fine = "no table inherits from another"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let children = tables.filter { !$0.inheritsFrom.isEmpty }
            guard !children.isEmpty else { return [] }
            return [
                Finding(
                    .ok, .source, in: database, children.map(\.label),
                    "copied and published one by one, as rows of their own")
            ]
        }
    }
}
