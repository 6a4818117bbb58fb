/// One apply worker for each link, which is also a worker process of the server.
struct ReplicationWorkersCheck: PreflightCheck {
    let id = "server.replication-workers"
    let title = "free workers to apply changes"
    let fine = "there are enough workers to apply changes"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        Side.allCases.filter { file.subscribes($0) }.flatMap { side in
            facts.servers[side].settings.and(facts.servers[side].subscriptions).and(
                facts.links(of: file)
            )
            .findings(side) {
                let ((settings, subscriptions), links) = $0
                let others = subscriptions.count { $0.isEnabled && !file.isOurs($0.name) }
                // The launcher takes a worker process, too.
                return lack(
                    "max_logical_replication_workers", settings, others, links, side)
                    + lack("max_worker_processes", settings, others + 1, links, side)
            }
        }
    }

    private func lack(
        _ name: String, _ settings: ServerSettings, _ used: Int, _ links: Int, _ side: Side
    ) -> [Finding] {
        guard let limit = settings.int(name) else {
            return [Finding(.unknown, side, [name], "the setting is not shown")]
        }
        guard limit < used + links else { return [] }
        return [
            Finding(
                .blocker, side, [name],
                "is \(limit), with \(used) in use by replication and \(links) needed",
                fix: settings.provider.remedy(
                    set: name, to: String(max(8, used + links + 4)), on: side, restart: true))
        ]
    }
}
