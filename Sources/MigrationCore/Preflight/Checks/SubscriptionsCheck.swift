/// A subscription writes with no client session, so no fence of roles ends it.
struct SubscriptionsCheck: PreflightCheck {
    let id = "database.subscriptions"
    let title = "no subscription writes into the source"
    let fine = "no subscriptions of others"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.subscriptions.and(facts.databases).findings(.source) {
            subscriptions, moved in
            let names = Set(moved.map(\.name))
            return subscriptions.filter { names.contains($0.database) && !file.isOurs($0.name) }
                .map { subscription in
                    Finding(
                        subscription.isEnabled ? .blocker : .warning, .source,
                        in: subscription.database,
                        ["subscription \(quoted(identifier: subscription.name))"],
                        subscription.isEnabled
                            ? "writes past the fence, and does not go along"
                            : "is disabled, and does not go along",
                        fix: .sql(
                            "ALTER SUBSCRIPTION \(sql(identifier: subscription.name)) DISABLE;"
                                + "  -- and make it anew on the target",
                            on: .source, in: subscription.database))
                }
        }
    }
}
