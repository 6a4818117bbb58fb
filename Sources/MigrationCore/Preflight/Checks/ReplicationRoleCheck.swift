/// Slots are made, and changes are sent, only to a role with REPLICATION.
struct ReplicationRoleCheck: PreflightCheck {
    let id = "role.replication"
    let title = "our role may replicate"
    let fine = "our role has REPLICATION where changes are published"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.ourRole) { side, role in
            guard file.publishes(side), !role.isSuperuser, !role.canReplicate else { return [] }
            let statement =
                facts.provider(side) == .rds
                ? "GRANT rds_replication TO \(role.sqlName);"
                : "ALTER ROLE \(role.sqlName) REPLICATION;"
            return [
                Finding(
                    .blocker, side, [role.name], "has no REPLICATION attribute",
                    fix: .sql(statement, on: side))
            ]
        }
    }
}
