/// An index that failed to build is dead weight, and a unique one may hide duplicates.
struct InvalidIndexesCheck: PreflightCheck {
    let id = "table.invalid-indexes"
    let title = "every index is valid"
    let fine = "every index is valid"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.invalidIndexes) { database, indexes in
            indexes.map { index in
                Finding(
                    .warning, .source, in: database, ["index \(index.label)"],
                    "on \(index.detail ?? "?") is invalid; it would be built anew on the target, "
                        + "which fails if a unique one has duplicates",
                    fix: .sql(
                        "DROP INDEX CONCURRENTLY \(index.statementName);"
                            + "  -- or REINDEX INDEX CONCURRENTLY it",
                        on: .source, in: database))
            }
        }
    }
}
