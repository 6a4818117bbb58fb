/// One slot for each database on the publisher, and one origin on the subscriber.
struct ReplicationSlotsCheck: PreflightCheck {
    let id = "server.replication-slots"
    let title = "free replication slots and origins"
    let fine = "there are enough free slots and origins"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        Side.allCases.flatMap { side in
            let server = facts.servers[side]
            return slots(server, side, facts, file) + origins(server, side, facts, file)
        }
    }

    private func slots(
        _ server: ServerFacts, _ side: Side, _ facts: PreflightFacts, _ file: MigrationFile
    ) -> [Finding] {
        guard file.publishes(side) else { return [] }
        return server.settings.and(server.slots).and(facts.links(of: file)).findings(side) {
            let ((settings, slots), links) = $0
            let others = slots.count { !file.isOurs($0.name) }
            return lack(
                of: "max_replication_slots", settings, needed: others + links, side,
                "\(counted(others, "slot")) in use and \(links) needed")
        }
    }

    private func origins(
        _ server: ServerFacts, _ side: Side, _ facts: PreflightFacts, _ file: MigrationFile
    ) -> [Finding] {
        guard file.subscribes(side) else { return [] }
        return server.settings.and(server.subscriptions).and(facts.links(of: file)).findings(side) {
            let ((settings, subscriptions), links) = $0
            let others = subscriptions.count { !file.isOurs($0.name) }
            // Before 18 the number of slots also limited the number of origins.
            let name =
                settings.int("max_active_replication_origins") == nil
                ? "max_replication_slots" : "max_active_replication_origins"
            return lack(
                of: name, settings, needed: others + links, side,
                "\(counted(others, "origin")) in use by subscriptions and \(links) needed")
        }
    }

    private func lack(
        of name: String, _ settings: ServerSettings, needed: Int, _ side: Side, _ why: String
    ) -> [Finding] {
        guard let limit = settings.int(name) else {
            return [Finding(.unknown, side, [name], "the setting is not shown")]
        }
        guard limit < needed else { return [] }
        return [
            Finding(
                .blocker, side, [name], "is \(limit), with \(why)",
                fix: settings.provider.remedy(
                    set: name, to: String(max(10, needed + 2)), on: side, restart: true))
        ]
    }
}
