/// Whoever works on the target before the switchover may write where rows are still to come.
struct TargetClientsCheck: PreflightCheck {
    let id = "clients.target"
    let title = "nobody works on the target yet"
    let fine = "nobody else is connected to the target"
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.target.sessions.and(facts.servers.target.ourRole).findings(.target) {
            sessions, us in
            let groups = Dictionary(
                grouping: sessions.filter {
                    $0.mayBeClient && !$0.isOurs && $0.role != us.name
                        && !ReservedNames.isRole($0.role ?? "")
                }
            ) { "\($0.role ?? "?") in database \($0.database ?? "?")" }
            guard !groups.isEmpty else { return [] }
            return [
                Finding(
                    .warning, .target, groups.keys.sorted(),
                    "connected now; until the switchover only the migration may write here",
                    fix: .action("end what connects there"))
            ]
        }
    }
}
