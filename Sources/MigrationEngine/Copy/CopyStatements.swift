import MigrationCore
import PostgresCatalog
import PostgresClient

/// The statements that move one part of a table.
struct CopyStatements: Hashable {
    /// Stands in one transaction with the copy, before it.
    let preparation: String?
    /// Stands there behind it: the rows of a table are on the target, all of them. A crash empties an
    /// unlogged table, and of one that several workers fill none knows when the last row is there.
    let record: String?
    let copyOut: String
    let copyIn: String
    let isBinary: Bool

    /// Emptying an empty table costs a small one more than all its rows: new files, and a commit
    /// that looks for the old ones' pages in the whole buffer cache. Frozen rows repay a large one.
    init(_ table: MovedTable, _ part: CopyPart, isEmpty: Bool, epoch: String) {
        let name = table.name.sql
        let columns = table.columns.map { sql(identifier: $0.name) }.joined(separator: ", ")
        // A table without columns has rows all the same; it takes no list.
        let list = columns.isEmpty ? "" : " (\(columns))"
        isBinary = table.columns.allSatisfy(\.isPortable) && !table.columns.isEmpty
        let options = isBinary ? ["FORMAT binary"] : []
        let freezes = part.isWhole && !(isEmpty && table.isSmall)
        preparation = freezes ? "TRUNCATE ONLY \(name);" : nil
        record =
            part.isWhole && !table.isUnlogged
            ? CopyRecord.writing(CopyRecord.rows(of: table.name, in: epoch)) : nil
        // Rows of a table that was truncated by the same transaction may arrive frozen.
        copyIn =
            "COPY \(name)\(list) FROM STDIN"
            + Self.clause(options + (freezes ? ["FREEZE"] : []))
        if let pages = part.pages {
            let end =
                pages.upperBound >= Int64(UInt32.max)
                ? "" : " AND ctid < '(\(pages.upperBound),0)'"
            copyOut =
                "COPY (SELECT \(columns) FROM ONLY \(name) WHERE ctid >= '(\(pages.lowerBound),0)'"
                + end + ") TO STDOUT" + Self.clause(options)
        } else if let keys = part.keys, let key = table.integerKey {
            copyOut =
                "COPY (SELECT \(columns) FROM ONLY \(name) WHERE \(keys.condition(onColumn: key)))"
                + " TO STDOUT" + Self.clause(options)
        } else {
            copyOut = "COPY \(name)\(list) TO STDOUT" + Self.clause(options)
        }
    }

    private static func clause(_ options: [String]) -> String {
        options.isEmpty ? "" : " WITH (\(options.joined(separator: ", ")))"
    }
}
