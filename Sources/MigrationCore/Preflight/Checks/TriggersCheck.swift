/// Triggers marked ALWAYS or REPLICA would fire again for each row that replication applies, so they
/// are off on the side that follows.
struct TriggersCheck: PreflightCheck {
    let id = "table.triggers"
    let title = "no trigger fires twice"
    let fine = "no triggers marked ALWAYS or REPLICA"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.triggers) { database, triggers in
            triggers.map { trigger in
                Finding(
                    .warning, .source, in: database, [trigger.label],
                    "trigger \(trigger.partLabel) is ENABLE \(trigger.detail ?? "") and would fire again for rows that replication "
                        + "applies: it is switched off on the side that follows, and back to "
                        + "\(trigger.detail ?? "what it was") before that side serves")
            }
        }
    }
}
