/// Without a replica identity the source itself refuses updates and deletes once a table is published.
struct IdentityCheck: PreflightCheck {
    let id = "table.identity"
    let title = "every table says which row changed"
    let fine = "every table has a primary key or another replica identity"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let lacking = tables.filter { !$0.hasIdentity && !$0.isPartitioned && !$0.isUnlogged }
            let keyed = lacking.filter(\.hasPrimaryKey)
            let indexed = lacking.filter { !$0.hasPrimaryKey && $0.candidateIndex != nil }
            let bare = lacking.filter { !$0.hasPrimaryKey && $0.candidateIndex == nil }
            let severity: FindingSeverity =
                file.tablesWithoutIdentity == .refuse ? .blocker : .warning
            return withKey(keyed, severity, database) + withIndex(indexed, severity, database)
                + (file.tablesWithoutIdentity == .refuse ? refused(bare, database) : [])
        }
    }

    private func withKey(
        _ tables: [TableFacts], _ severity: FindingSeverity, _ database: String
    ) -> [Finding] {
        group(
            tables, severity, database,
            "a primary key is there, but the replica identity is set to something else"
        ) { "ALTER TABLE \($0.qualifiedName.sql) REPLICA IDENTITY DEFAULT;" }
    }

    private func withIndex(
        _ tables: [TableFacts], _ severity: FindingSeverity, _ database: String
    ) -> [Finding] {
        group(
            tables, severity, database,
            "no primary key that can identify rows, but a unique index can"
        ) { table in
            "ALTER TABLE \(table.qualifiedName.sql) REPLICA IDENTITY USING INDEX "
                + "\(sql(identifier: table.candidateIndex ?? ""));"
        }
    }

    private func refused(_ tables: [TableFacts], _ database: String) -> [Finding] {
        group(
            tables, .blocker, database,
            "no primary key, and no unique index on columns that are never null, which the file "
                + "refuses"
        ) { table in
            "ALTER TABLE \(table.qualifiedName.sql) ADD PRIMARY KEY (…);"
                + "  -- or in the file: tables_without_identity: full"
        }
    }

    private func group(
        _ tables: [TableFacts], _ severity: FindingSeverity, _ database: String,
        _ evidence: String, _ statement: (TableFacts) -> String
    ) -> [Finding] {
        guard !tables.isEmpty else { return [] }
        return [
            Finding(
                severity, .source, in: database, tables.map(\.label), evidence,
                fix: .sql(all: tables.map(statement), on: .source, in: database))
        ]
    }
}
