/// A role that is on the target already is given the source's attributes; better to know before.
struct SameNameRolesCheck: PreflightCheck {
    let id = "role.same-name"
    let title = "roles of the same name are the same on both sides"
    let fine = "no role on the target differs from one of the source"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.roles.and(facts.servers.target.roles).findings(.target) {
            source, target in
            let existing = Dictionary(
                target.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            return source.compactMap { role in
                guard !role.isReserved, role.name != facts.ourRoleName(.source),
                    role.name != facts.ourRoleName(.target), let other = existing[role.name]
                else { return nil }
                return finding(role, other)
            }
        }
    }

    private func finding(_ role: RoleFacts, _ other: RoleFacts) -> Finding? {
        let wanted: [(String, KeyPath<RoleFacts, Bool>)] = [
            ("SUPERUSER", \.isSuperuser), ("LOGIN", \.canLogIn), ("CREATEROLE", \.canCreateRoles),
            ("CREATEDB", \.canCreateDatabases), ("REPLICATION", \.canReplicate),
            ("BYPASSRLS", \.bypassesRowSecurity),
        ]
        let words = wanted.filter { role[keyPath: $0.1] != other[keyPath: $0.1] }
            .map { role[keyPath: $0.1] ? $0.0 : "NO" + $0.0 }
        guard !words.isEmpty else { return nil }
        let attributes = words.joined(separator: " ")
        return Finding(
            .warning, .target, [role.name], "exists, and on the source it is \(attributes)",
            fix: .sql("ALTER ROLE \(sql(identifier: role.name)) \(attributes);", on: .target))
    }
}
