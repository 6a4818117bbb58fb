/// Constraints that were never checked against old rows stay as they are: NOT VALID.
struct UnvalidatedConstraintsCheck: PreflightCheck {
    let id = "table.not-valid"
    let title = "constraints that were never validated"
    let fine = "every constraint is validated"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.unvalidatedConstraints) { database, constraints in
            guard !constraints.isEmpty else { return [] }
            return [
                Finding(
                    .ok, .source, in: database,
                    constraints.map { "\($0.label) \($0.partLabel)" },
                    "NOT VALID, and arrives as NOT VALID")
            ]
        }
    }
}
