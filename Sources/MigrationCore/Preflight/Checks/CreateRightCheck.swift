/// A publication and the migration's own schema are made in every database of the source.
struct CreateRightCheck: PreflightCheck {
    let id = "role.create"
    let title = "our role may create in every database"
    let fine = "our role has CREATE on every database"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.access) { database, access in
            guard !access.mayCreate else { return [] }
            return [
                Finding(
                    .blocker, .source, in: database, "our role may not create there",
                    fix: .sql(
                        "GRANT CREATE ON DATABASE \(sql(identifier: database)) TO "
                            + "\(facts.ourRoleInSQL(.source));", on: .source))
            ]
        }
    }
}
