/// Row security would hide rows from the copy, and can stop their way back in.
struct RowSecurityCheck: PreflightCheck {
    let id = "role.row-security"
    let title = "row security hides no rows from us"
    let fine = "no row is hidden from our role"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let secured = tables.filter(\.hasRowSecurity)
            guard !secured.isEmpty else { return [] }
            return hidden(secured, database, facts) + forced(secured, database, facts)
        }
    }

    private func hidden(
        _ tables: [TableFacts], _ database: String, _ facts: PreflightFacts
    ) -> [Finding] {
        facts.servers.source.ourRole.findings(.source, in: database) { role in
            guard !role.isSuperuser, !role.bypassesRowSecurity else { return [] }
            // An owner sees everything, unless the table forces its policies on owners, too.
            let hidden = tables.filter { !$0.weOwn || $0.forcesRowSecurity }
            guard !hidden.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, .source, in: database, hidden.map(\.label),
                    "row security applies to our role, and rows would be missing",
                    fix: .sql("ALTER ROLE \(role.sqlName) BYPASSRLS;", on: .source))
            ]
        }
    }

    private func forced(
        _ tables: [TableFacts], _ database: String, _ facts: PreflightFacts
    ) -> [Finding] {
        facts.servers.target.ourRole.findings(.target, in: database) { role in
            let forced = tables.filter(\.forcesRowSecurity)
            guard !role.isSuperuser, !forced.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, .target, in: database, forced.map(\.label),
                    "row security is forced on the owner, who could not apply changes",
                    fix: .sql(
                        all: forced.map {
                            "ALTER TABLE \($0.qualifiedName.sql) NO FORCE ROW LEVEL SECURITY;"
                        }, on: .source, in: database))
            ]
        }
    }
}
