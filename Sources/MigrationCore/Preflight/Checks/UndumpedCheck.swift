/// What no dump holds, what no server reads back, and rows that no subscriber finds.
struct UndumpedCheck: PreflightCheck {
    let id = "database.undumped"
    let title = "every object and every row can be carried"
    let fine = "nothing lies where no dump looks, and every row can be found again"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.undumped) { database, objects in
            objects.map { finding($0, in: database) }
        }
    }

    private func finding(_ object: NamedObject, in database: String) -> Finding {
        let name = [object.detail == "function" ? "function \(object.label)" : object.label]
        let column = ["\(object.label).\(object.partLabel)"]
        switch object.kind {
        case "system":
            return Finding(
                .blocker, .source, in: database, name,
                "was made in a schema of the server's own, which no dump looks into",
                fix: .action("move it to a schema of the application, or drop it"))
        case "node tree":
            return Finding(
                .blocker, .source, in: database, column,
                "is of type pg_node_tree, which no server reads back",
                fix: .sql(
                    "ALTER TABLE \(object.statementName) ALTER COLUMN \(object.partInSQL) TYPE text;",
                    on: .source, in: database))
        case "extension":
            return Finding(
                .warning, .source, in: database, name,
                "is part of extension \(object.detail ?? "?"): the extension makes it on the "
                    + "target, and its rows stay behind",
                fix: .action("take it out with ALTER EXTENSION … DROP TABLE if it holds data"))
        case "configuration":
            return Finding(
                .warning, .source, in: database, name,
                "holds configuration of extension \(object.detail ?? "?"): it is carried as the copy finds "
                    + "it, and later changes stay behind",
                fix: .action("change it on both sides until the migration is finished"))
        default:
            return Finding(
                .warning, .source, in: database, column,
                "is \(object.detail ?? "?"), which has no equality: without a key an update or "
                    + "delete of the table stops replication; inserts go through",
                fix: .action("give the table a primary key if its rows change"))
        }
    }
}
