/// Event triggers fire on our own statements, and only a superuser makes them.
struct EventTriggersCheck: PreflightCheck {
    let id = "database.event-triggers"
    let title = "event triggers"
    let fine = "no event triggers"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.target.ourRole.findings(.target) { role in
            facts.eachDatabase(\.eventTriggers) { database, triggers in
                triggers.map { trigger in
                    let missing =
                        role.isSuperuser
                        ? "it fires on what the migration creates in the source"
                        : "our role on the target, no superuser, cannot create it there"
                    return Finding(
                        .warning, .source, in: database, ["event trigger \(trigger.label)"],
                        "\(trigger.detail ?? ""); \(missing)",
                        fix: .sql(
                            "ALTER EVENT TRIGGER \(trigger.statementName) DISABLE;", on: .source,
                            in: database))
                }
            }
        }
    }
}
