/// The fence counts client sessions, so it has to see them.
struct SessionSightCheck: PreflightCheck {
    let id = "role.statistics"
    let title = "our role sees everybody's sessions"
    let fine = "our role sees everybody's sessions"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.ourRole) { side, role in
            guard file.publishes(side), !role.seesAllSessions else { return [] }
            return [
                Finding(
                    .unknown, side, [role.name],
                    "does not see what sessions of other roles do",
                    fix: facts.grant("pg_read_all_stats", on: side))
            ]
        }
    }
}
