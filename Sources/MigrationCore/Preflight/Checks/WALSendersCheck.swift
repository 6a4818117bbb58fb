/// One walsender for each link, and one that makes the slot and holds its snapshot.
struct WALSendersCheck: PreflightCheck {
    let id = "server.wal-senders"
    let title = "free walsenders"
    let fine = "there are enough free walsenders"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        Side.allCases.filter { file.publishes($0) }.flatMap { side in
            facts.servers[side].settings.and(facts.servers[side].sessions).and(
                facts.links(of: file)
            )
            .findings(side) {
                let ((settings, sessions), links) = $0
                return judge(settings, sessions, needed: links + 1, side)
            }
        }
    }

    private func judge(
        _ settings: ServerSettings, _ sessions: [SessionFacts], needed: Int, _ side: Side
    ) -> [Finding] {
        guard let limit = settings.int("max_wal_senders") else {
            return [Finding(.unknown, side, ["max_wal_senders"], "the setting is not shown")]
        }
        let used = sessions.count { $0.kind == "walsender" && !$0.isOurs }
        guard limit < used + needed else { return [] }
        return [
            Finding(
                .blocker, side, ["max_wal_senders"],
                "is \(limit), with \(used) in use and \(needed) needed",
                fix: settings.provider.remedy(
                    set: "max_wal_senders", to: String(max(10, used + needed + 2)), on: side,
                    restart: true))
        ]
    }
}
