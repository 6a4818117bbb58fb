/// A table is published by its owner, or by a member of the owner.
struct TableOwnerCheck: PreflightCheck {
    let id = "role.table-owner"
    let title = "our role may publish every table"
    let fine = "our role has the rights of every table's owner"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let foreign = Dictionary(grouping: tables.filter { !$0.weOwn }, by: \.owner)
            return foreign.sorted { $0.key < $1.key }.map { owner, tables in
                Finding(
                    .blocker, .source, in: database, tables.map(\.label),
                    "\(tables.count == 1 ? "belongs" : "belong") to \(owner), of which our role "
                        + "is no member",
                    fix: .sql(
                        "GRANT \(sql(identifier: owner)) TO \(facts.ourRoleInSQL(.source));"
                            + caution(owner, facts), on: .source))
            }
        }
    }

    private func caution(_ owner: String, _ facts: PreflightFacts) -> String {
        let roles = facts.servers.source.roles.value ?? []
        guard roles.contains(where: { $0.name == owner && $0.isSuperuser }) else { return "" }
        return "  -- lets it become a superuser; or give the tables another owner"
    }
}
