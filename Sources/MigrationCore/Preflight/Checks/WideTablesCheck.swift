/// What is near a limit of PostgreSQL or of memory while it travels.
struct WideTablesCheck: PreflightCheck {
    let id = "table.width"
    let title = "no table is near a limit"
    let fine = "no table is near the limit of columns, or stores very wide values"

    private static let mostColumns = 1600
    /// A value is at most 1 GB, and needs several times its size in memory on its way.
    private static let heavyRow: Double = 64 * 1024 * 1024

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            columns(tables, database) + values(tables, database)
        }
    }

    private func columns(_ tables: [TableFacts], _ database: String) -> [Finding] {
        tables.filter { $0.columns >= Self.mostColumns - 100 }.map { table in
            Finding(
                .warning, .source, in: database, [table.label],
                "has \(table.columns) of at most \(Self.mostColumns) columns; statements over all "
                    + "of them are at the limit of what a server takes",
                fix: .action("watch this table's verification, which is the first to notice"))
        }
    }

    private func values(_ tables: [TableFacts], _ database: String) -> [Finding] {
        tables.filter {
            $0.toastBytes > 0 && Double($0.toastBytes) / max(1, $0.rows) > Self.heavyRow
        }.map { table in
            let each = ByteCount(Int64(Double(table.toastBytes) / max(1, table.rows)))
            return Finding(
                .warning, .source, in: database, [table.label],
                "stores about \(each) of wide values for each row, and decoding needs several "
                    + "times that in memory",
                fix: .action("give the source's machine that much free memory"))
        }
    }
}
