/// Triggers marked ALWAYS or REPLICA fire again for each row that replication applies.
struct TriggersCheck: PreflightCheck {
    let id = "table.triggers"
    let title = "no trigger fires twice"
    let fine = "no triggers marked ALWAYS or REPLICA"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.triggers) { database, triggers in
            triggers.map { trigger in
                Finding(
                    .warning, .source, in: database, [trigger.label],
                    "trigger \(trigger.partLabel) is ENABLE \(trigger.detail ?? "") and also fires for rows that replication applies, "
                        + "so what it writes is written twice",
                    fix: .sql(
                        "ALTER TABLE \(trigger.statementName) ENABLE TRIGGER \(trigger.partInSQL);"
                            + "  -- unless it must fire there",
                        on: .source, in: database))
            }
        }
    }
}
