/// Unlogged tables are not in the log, so replication never sees them.
struct UnloggedTablesCheck: PreflightCheck {
    let id = "table.unlogged"
    let title = "unlogged tables"
    let fine = "no unlogged tables"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let unlogged = tables.filter { $0.isUnlogged && !$0.isPartitioned }
            guard !unlogged.isEmpty else { return [] }
            return [finding(unlogged, database, file)]
        }
    }

    private func finding(
        _ tables: [TableFacts], _ database: String, _ file: MigrationFile
    ) -> Finding {
        let names = tables.map(\.label)
        switch file.unloggedTables {
        case .refuse:
            return Finding(
                .blocker, .source, in: database, names, "unlogged, so changes cannot follow",
                fix: .file(
                    "unlogged_tables: structure  # arrive empty",
                    "unlogged_tables: copy       # arrive as they were when the copy began"))
        case .structure:
            return Finding(.warning, .source, in: database, names, "will arrive empty")
        case .copy:
            return Finding(
                .warning, .source, in: database, names,
                "will arrive as they were when the copy began; later changes are not carried")
        }
    }
}
