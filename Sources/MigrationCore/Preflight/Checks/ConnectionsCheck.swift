/// The copy must not take the last connections away from clients.
struct ConnectionsCheck: PreflightCheck {
    let id = "server.connections"
    let title = "free connections for the copy"
    let fine = "there are enough free connections"

    /// Fewer than these and not even one copy job can run.
    private static let least = 6

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        Side.allCases.flatMap { side in
            facts.servers[side].settings.and(facts.servers[side].sessions)
                .and(facts.servers[side].ourRole).findings(side) {
                    let ((settings, sessions), role) = $0
                    let wanted =
                        side == .source
                        ? file.limits.sourceConnections : file.limits.copyJobs + 8
                    return judge(settings, sessions, role, wanted, side)
                }
        }
    }

    private func judge(
        _ settings: ServerSettings, _ sessions: [SessionFacts], _ role: OurRole, _ wanted: Int,
        _ side: Side
    ) -> [Finding] {
        guard let limit = settings.int("max_connections") else {
            return [Finding(.unknown, side, ["max_connections"], "the setting is not shown")]
        }
        let reserved =
            (settings.int("superuser_reserved_connections") ?? 3)
            + (settings.int("reserved_connections") ?? 0)
        let used = sessions.count { $0.mayBeClient && !$0.isOurs }
        let free = limit - reserved - used
        if let own = role.connectionLimit, own < wanted {
            return [
                Finding(
                    .blocker, side, [role.name],
                    "may open \(own) connections, and \(wanted) are wanted",
                    fix: .sql("ALTER ROLE \(role.sqlName) CONNECTION LIMIT -1;", on: side))
            ]
        }
        guard free < wanted else { return [] }
        return [
            Finding(
                free < Self.least ? .blocker : .warning, side, ["max_connections"],
                "\(max(0, free)) of \(limit) are free, with \(reserved) reserved and \(used) in "
                    + "use; \(wanted) are wanted",
                fix: free < Self.least
                    ? settings.provider.remedy(
                        set: "max_connections", to: String(limit + wanted), on: side, restart: true)
                    : side == .source
                        ? .file("limits: {source_connections: \(free)}")
                        : .file("limits: {copy_jobs: \(max(1, free - 8))}"))
        ]
    }
}
