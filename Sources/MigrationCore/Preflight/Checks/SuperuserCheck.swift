/// A superuser that we cannot fence can write at any moment.
struct SuperuserCheck: PreflightCheck {
    let id = "role.superusers"
    let title = "no superuser writes past the fence"
    let fine = "no superuser that could not be fenced"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.roles.and(facts.servers.source.sessions).findings(.source) {
            roles, sessions in
            let beyond = roles.filter {
                $0.isSuperuser && $0.canLogIn && !$0.isReserved && !$0.canBeFenced
                    && $0.name != facts.ourRoleName(.source)
            }
            return beyond.map { judge($0, sessions) }
        }
    }

    private func judge(_ role: RoleFacts, _ sessions: [SessionFacts]) -> Finding {
        let open = sessions.count { $0.role == role.name && $0.mayBeClient }
        let seen = open == 0 ? "no session now" : counted(open, "session") + " open now"
        return Finding(
            open == 0 ? .warning : .blocker, .source, [role.name],
            "is a superuser, which our role cannot fence; \(seen)",
            fix: .action(
                "keep it out until the migration is finished, for example by a first line \"host all "
                    + "\(quoted(identifier: role.name)) all reject\" in pg_hba.conf; or let apus "
                    + "connect as a superuser, which may fence it"))
    }
}
