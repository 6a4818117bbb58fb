/// Tables WITH OIDS ended with version 12, and their hidden column with them.
struct OIDTablesCheck: PreflightCheck {
    let id = "table.oids"
    let title = "no table has hidden OIDs"
    let fine = "no table was made WITH OIDS"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            tables.filter(\.hasOIDs).map { table in
                Finding(
                    .warning, .source, in: database, [table.label],
                    "was made WITH OIDS, and the hidden column stays behind",
                    fix: .sql(
                        "ALTER TABLE \(table.qualifiedName.sql) SET WITHOUT OIDS;"
                            + "  -- rewrites the table; do it when nobody needs it",
                        on: .source, in: database))
            }
        }
    }
}
