/// Some attributes of roles are only given by who has them.
struct RoleAttributesCheck: PreflightCheck {
    let id = "role.attributes"
    let title = "every role can be made on the target as it is"
    let fine = "our role on the target can make every role as it is on the source"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.roles.and(facts.servers.target.roles)
            .and(facts.servers.target.ourRole).findings(.target) {
                let ((source, target), us) = $0
                guard !us.isSuperuser else { return [] }
                let existing = Set(target.map(\.name))
                return source.compactMap { role in
                    guard !role.isReserved, !existing.contains(role.name) else { return nil }
                    return finding(role, us, isModern: facts.major(.target) >= 16)
                }
            }
    }

    private func finding(_ role: RoleFacts, _ us: OurRole, isModern: Bool) -> Finding? {
        let lost = [
            role.isSuperuser ? "SUPERUSER" : nil,
            role.canReplicate && !(isModern && us.canReplicate) ? "REPLICATION" : nil,
            role.bypassesRowSecurity && !(isModern && us.bypassesRowSecurity) ? "BYPASSRLS" : nil,
        ].compactMap { $0 }
        guard !lost.isEmpty else { return nil }
        let words = lost.joined(separator: " ")
        return Finding(
            .warning, .target, [role.name],
            "is \(words) on the source, which our role \(us.name) may not give it",
            fix: .sql(
                "ALTER ROLE \(sql(identifier: role.name)) \(words);"
                    + "  -- by a superuser, after prepare", on: .target))
    }
}
