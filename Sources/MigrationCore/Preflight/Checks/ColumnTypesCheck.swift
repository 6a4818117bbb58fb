/// Values that mean something only in one server's catalogs, or types that later versions lost.
struct ColumnTypesCheck: PreflightCheck {
    let id = "table.column-types"
    let title = "every column's type travels"
    let fine = "every column's type travels"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.columnTypes) { database, columns in
            Dictionary(grouping: columns, by: \.reason).sorted { $0.key < $1.key }
                .compactMap { finding($0.key, $0.value, database, facts) }
        }
    }

    private func finding(
        _ reason: String, _ columns: [ColumnType], _ database: String, _ facts: PreflightFacts
    ) -> Finding? {
        let names = columns.map(\.label)
        switch reason {
        case "removed":
            // Gone since 12, so between two servers of 11 they still travel.
            if facts.major(.target) == 11 { return nil }
            return Finding(
                .blocker, .source, in: database, names,
                "the type no longer exists in version \(facts.major(.target))",
                fix: rewrite(columns, database) { Self.successors[$0.root] ?? "text" })
        case "catalog":
            return Finding(
                .blocker, .source, in: database, names,
                "rows of the system's catalogs, which differ between versions",
                fix: rewrite(columns, database) { _ in "text" })
        case "reference":
            return Finding(
                .warning, .source, in: database, names,
                "refers to things by their place in the catalogs: it travels by name, and each "
                    + "name must exist on the target when its row arrives",
                fix: .action(
                    "nothing, if what the values name goes along; else ALTER TABLE … ALTER COLUMN … "
                        + "TYPE text on the source"))
        case "oid":
            return Finding(
                .ok, .source, in: database, names,
                "numbers travel as they are; if they name large objects, see "
                    + "database.large-objects")
        default:
            return Finding(
                .warning, .source, in: database, names,
                "a position or transaction of this server, which means nothing on another",
                fix: .action("make sure that no program compares it with the target's own"))
        }
    }

    private static let successors = ["abstime": "timestamptz", "reltime": "interval"]

    private func rewrite(
        _ columns: [ColumnType], _ database: String, to type: (ColumnType) -> String
    ) -> Remedy {
        .sql(
            all: columns.map {
                let table = QualifiedName(schema: $0.schema, name: $0.table).sql
                return "ALTER TABLE \(table) ALTER COLUMN \(sql(identifier: $0.column)) "
                    + "TYPE \(type($0));"
            }, on: .source, in: database)
    }
}
