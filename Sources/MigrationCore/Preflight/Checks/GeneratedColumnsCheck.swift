/// Generated columns are computed anew on the target, so they are neither copied nor published.
struct GeneratedColumnsCheck: PreflightCheck {
    let id = "table.generated-columns"
    let title = "generated columns"
    let fine = "no generated columns"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let generated = tables.filter { $0.generatedColumns + $0.virtualColumns > 0 }
            guard !generated.isEmpty else { return [] }
            return [
                Finding(
                    .ok, .source, in: database, generated.map(\.label),
                    "generated columns are left out of the copy and computed on the target")
            ]
        }
    }
}
