/// The fence takes LOGIN from every role that may connect to what moves.
struct FenceRightCheck: PreflightCheck {
    let id = "role.fence"
    let title = "our role may fence every client role"
    let fine = "our role may take LOGIN from every client role"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.roles) { side, roles in
            let beyond = roles.filter {
                file.publishes(side) && $0.canLogIn && !$0.isSuperuser && !$0.canBeFenced
                    && facts.isFenced($0.name, side, file)
            }
            guard !beyond.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, side, beyond.map(\.name),
                    "our role may not ALTER ROLE … NOLOGIN them",
                    fix: remedy(beyond, facts, side))
            ]
        }
    }

    private func remedy(_ roles: [RoleFacts], _ facts: PreflightFacts, _ side: Side) -> Remedy {
        let us = facts.ourRoleInSQL(side)
        let canCreateRoles = facts.servers[side].ourRole.value?.canCreateRoles ?? false
        let attribute = canCreateRoles ? [] : ["ALTER ROLE \(us) CREATEROLE;"]
        if facts.major(side) >= 16 {
            return .sql(
                all: attribute
                    + roles.map { "GRANT \(sql(identifier: $0.name)) TO \(us) WITH ADMIN OPTION;" },
                on: side)
        }
        // CREATEROLE does not reach these roles before 16: only their own attributes stand in the way.
        let special = roles.filter { $0.canReplicate || $0.bypassesRowSecurity }
        return .sql(
            all: attribute
                + special.map {
                    "ALTER ROLE \(sql(identifier: $0.name)) NOREPLICATION NOBYPASSRLS;"
                        + "  -- or let apus connect as a superuser"
                }, on: side)
    }
}
