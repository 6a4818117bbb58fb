/// Databases and roles are made on the target.
struct TargetRoleCheck: PreflightCheck {
    let id = "role.target"
    let title = "our role may create databases and roles on the target"
    let fine = "our role has CREATEDB and CREATEROLE on the target"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.target.ourRole.findings(.target) { role in
            guard !role.isSuperuser else { return [] }
            let missing = [
                role.canCreateDatabases ? nil : "CREATEDB",
                role.canCreateRoles ? nil : "CREATEROLE",
            ].compactMap { $0 }
            guard !missing.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, .target, [role.name],
                    "has no \(missing.joined(separator: " and no "))",
                    fix: .sql(
                        "ALTER ROLE \(role.sqlName) \(missing.joined(separator: " "));",
                        on: .target))
            ]
        }
    }
}
