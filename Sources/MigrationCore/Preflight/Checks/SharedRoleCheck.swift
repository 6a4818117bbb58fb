/// The fence spares our own role, so clients that use it would write on.
struct SharedRoleCheck: PreflightCheck {
    let id = "role.shared"
    let title = "no client uses the migration's own role"
    let fine = "nobody else uses the migration's role"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        guard file.fence == .roles else { return [] }
        return Side.allCases.filter { file.publishes($0) }.flatMap { side in
            facts.servers[side].sessions.and(facts.servers[side].ourRole).findings(side) {
                sessions, role in
                let strangers = sessions.filter {
                    facts.isSpared($0.role ?? "", side, file) && $0.mayBeClient && !$0.isOurs
                }
                guard !strangers.isEmpty else { return [] }
                return [
                    Finding(
                        .blocker, side, strangers.map { "pid \($0.pid)\(program($0))" },
                        "clients use the role \(role.name), which the fence spares",
                        fix: .file(
                            "\(side): {user: …} with a role of the migration's own",
                            "fence: tables"))
                ]
            }
        }
    }

    private func program(_ session: SessionFacts) -> String {
        session.application.isEmpty ? "" : " (\(session.application))"
    }
}
