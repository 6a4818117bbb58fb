/// Rules rewrite statements, and replication applies rows: only ALWAYS and REPLICA rules concern it.
struct RulesCheck: PreflightCheck {
    let id = "table.rules"
    let title = "rules on tables"
    let fine = "no rules on tables"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.rules) { database, rules in
            rules.map { rule in
                guard rule.detail == "ALWAYS" || rule.detail == "REPLICA" else {
                    return Finding(
                        .ok, .source, in: database, [rule.label],
                        "rule \(rule.partLabel) goes along, and replication does not trigger it")
                }
                return Finding(
                    .warning, .source, in: database, [rule.label],
                    "rule \(rule.partLabel) is ENABLE \(rule.detail ?? ""), meant for replicas; the apply worker applies rows and "
                        + "passes it by",
                    fix: .sql(
                        "ALTER TABLE \(rule.statementName) ENABLE RULE \(rule.partInSQL);",
                        on: .source,
                        in: database))
            }
        }
    }
}
