/// Identity full works for every table, at the price of finding each row by all its columns.
struct IdentityFullCheck: PreflightCheck {
    let id = "table.identity-full"
    let title = "what replica identity full costs"
    let fine = "no table needs replica identity full"

    /// Cheaper than this and nobody notices.
    private static let noticeable = Duration.milliseconds(1)

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let full = tables.filter { isFull($0, file) }
            let dear = full.filter { cost(of: $0, facts, file) >= Self.noticeable }
            let cheap = full.filter { cost(of: $0, facts, file) < Self.noticeable }
            return dear.map { finding($0, database, facts, file) } + harmless(cheap, database)
        }
    }

    /// Has it, or will be given it while the migration lasts.
    private func isFull(_ table: TableFacts, _ file: MigrationFile) -> Bool {
        if table.isPartitioned || table.isUnlogged { return false }
        return table.replicaIdentity == "f"
            || (!table.hasIdentity && file.tablesWithoutIdentity == .full)
    }

    private func harmless(_ tables: [TableFacts], _ database: String) -> [Finding] {
        guard !tables.isEmpty else { return [] }
        return [
            Finding(
                .ok, .source, in: database, tables.map(\.label),
                "under REPLICA IDENTITY FULL while the migration lasts, and small enough for it")
        ]
    }

    private func finding(
        _ table: TableFacts, _ database: String, _ facts: PreflightFacts, _ file: MigrationFile
    ) -> Finding {
        let sides = scanning(table, facts, file).map(\.rawValue).joined(separator: " and the ")
        return Finding(
            .warning, .source, in: database, [table.label],
            "under REPLICA IDENTITY FULL each changed row costs about "
                + "\(cost(of: table, facts, file).readable) to apply on the \(sides), which must "
                + "scan some \(Int(table.rows)) rows for it",
            fix: .sql(
                "ALTER TABLE \(table.qualifiedName.sql) ADD PRIMARY KEY (…);", on: .source,
                in: database))
    }

    /// Measured: 13.8 ms for each changed row of 100,000 where the table is scanned.
    private func cost(
        of table: TableFacts, _ facts: PreflightFacts, _ file: MigrationFile
    ) -> Duration {
        guard !scanning(table, facts, file).isEmpty else { return .zero }
        return .milliseconds(max(0, table.rows) / 100_000 * 13.8)
    }

    /// Subscribers from 16 on use any plain index; measured 0.16 ms.
    private func scanning(
        _ table: TableFacts, _ facts: PreflightFacts, _ file: MigrationFile
    ) -> [Side] {
        Side.allCases.filter {
            file.subscribes($0) && !(table.hasPlainIndex && facts.major($0) >= 16)
        }
    }
}
