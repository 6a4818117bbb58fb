/// The fence ends the sessions of clients.
struct TerminateCheck: PreflightCheck {
    let id = "role.terminate"
    let title = "our role may end client sessions"
    let fine = "our role may end every client session"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.roles) { side, roles in
            let beyond = roles.filter {
                file.publishes(side) && $0.canLogIn && !$0.isSuperuser && !$0.canBeTerminated
                    && facts.mayComeIn($0.name, side, file)
            }
            guard !beyond.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, side, beyond.map(\.name), "our role may not end their sessions",
                    fix: facts.grant("pg_signal_backend", on: side))
            ]
        }
    }
}
