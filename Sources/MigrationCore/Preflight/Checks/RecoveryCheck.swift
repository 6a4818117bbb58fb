/// A server in recovery takes neither publications nor roles.
struct RecoveryCheck: PreflightCheck {
    let id = "server.recovery"
    let title = "no server is a replica"
    let fine = "neither server is in recovery"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.identity) { side, identity in
            guard identity.isInRecovery else { return [] }
            return [
                Finding(
                    .blocker, side, "is in recovery: it is a replica of another server",
                    fix: .file("\(side): {host: …} with the host of its primary"))
            ]
        }
    }
}
