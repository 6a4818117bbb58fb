/// Temporary tables end with their sessions, and the switchover ends sessions.
struct TemporaryTablesCheck: PreflightCheck {
    let id = "table.temporary"
    let title = "temporary tables"
    let fine = "no temporary tables in use now"
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.temporaryTables) { database, tables in
            guard !tables.isEmpty else { return [] }
            let owners = Set(tables.compactMap(\.detail)).sorted().joined(separator: ", ")
            return [
                Finding(
                    .ok, .source, in: database,
                    "\(counted(tables.count, "temporary table")) of \(owners) in use now, which "
                        + "end with their sessions at the switchover")
            ]
        }
    }
}
