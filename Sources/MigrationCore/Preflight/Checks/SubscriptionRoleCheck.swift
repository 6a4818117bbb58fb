/// Before 16 only a superuser makes subscriptions; from 16 on a predefined role lets others.
struct SubscriptionRoleCheck: PreflightCheck {
    let id = "role.subscription"
    let title = "our role may create subscriptions"
    let fine = "our role may create subscriptions where changes are applied"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.ourRole) { side, role in
            guard file.subscribes(side), !role.isSuperuser else { return [] }
            // The probe came so far that the right was there, which also counts for what managed
            // services allow on their own account.
            if facts.servers[side.other].reachedByPeer.value != nil { return [] }
            let isModern = facts.major(side) >= 16
            if isModern, role.has.contains("pg_create_subscription") { return [] }
            return [finding(side, role, isModern)]
        }
    }

    private func finding(_ side: Side, _ role: OurRole, _ isModern: Bool) -> Finding {
        if isModern {
            return Finding(
                .blocker, side, [role.name], "is no member of pg_create_subscription",
                fix: .sql("GRANT pg_create_subscription TO \(role.sqlName);", on: side))
        }
        let why = "is no superuser, and before version 16 only superusers create subscriptions"
        guard side == .source else {
            return Finding(
                .blocker, side, [role.name], why,
                fix: .sql("ALTER ROLE \(role.sqlName) SUPERUSER;", on: side))
        }
        return Finding(
            .blocker, side, [role.name], why + "; only the way back needs one here",
            fix: .file("way_back: none"))
    }
}
