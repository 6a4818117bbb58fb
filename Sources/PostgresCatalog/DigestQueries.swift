package import MigrationCore

/// The statements that digest one table, the same on both sides.
///
/// Rows are hashed as text, because text is what both versions agree on; floats before version 12
/// print differently, so where one side is older they are hashed by their bytes.
package struct DigestQueries: Hashable, Sendable {
    package let table: MovedTable
    /// The part of the table that is digested; nil for all of it.
    package let range: KeyRange?
    package let bucketCount: Int
    private let row: String
    private let key: String

    /// - Parameters:
    ///   - range: of the table's integer key.
    ///   - rows: how many to expect in it.
    package init(
        _ table: MovedTable, floatsAsBytes: Bool, range: KeyRange? = nil, rows: Int64? = nil
    ) {
        self.table = table
        self.range = range
        row = Self.hash(
            (table.columns + table.generatedColumns).map { column in
                let name = sql(identifier: column.name)
                guard floatsAsBytes else { return name }
                switch column.type {
                case "double precision": return "float8send(\(name))"
                case "real": return "float4send(\(name))"
                default: return name
                }
            })
        key = Self.bucketKey(table) ?? row
        var count = 16
        while count < 65_536, Int64(count) * 500 < rows ?? table.estimatedRows { count *= 2 }
        bucketCount = count
    }

    /// What the buckets are made of. A whole number is hashed as one: making a text of it first
    /// takes as long as hashing the rest of a short row.
    private static func bucketKey(_ table: MovedTable) -> String? {
        if let key = table.integerKey {
            return "hashint8extended(\(sql(identifier: key))::bigint, 0)"
        }
        return table.primaryKey.isEmpty ? nil : hash(table.primaryKey.map { sql(identifier: $0) })
    }

    private static func hash(_ expressions: [String]) -> String {
        "hashtextextended(ROW(\(expressions.joined(separator: ", ")))::text COLLATE \"C\", 0)"
    }

    /// Columns: `rows`, `sum`. Sorting rows into buckets takes as long as hashing them, which is
    /// wasted where both sides agree.
    package var summary: String {
        """
        SELECT count(*) AS rows, sum(\(row))::text AS sum
        FROM ONLY \(table.name.sql) WHERE \(condition)
        """
    }

    /// Columns: `bucket`, `rows`, `sum`.
    package var digest: String {
        """
        SELECT (\(key) & \(bucketCount - 1))::int AS bucket, count(*) AS rows,
            sum(\(row))::text AS sum
        FROM ONLY \(table.name.sql) WHERE \(condition) GROUP BY 1
        """
    }

    /// Columns: the key's, as text, then `hash`. Without a key: the row's hash, then its count.
    package func rows(in buckets: [Int]) -> String {
        let list = buckets.map(String.init).joined(separator: ", ")
        return
            "\(selection) WHERE \(condition) AND (\(key) & \(bucketCount - 1))::int IN (\(list))\(grouping)"
    }

    /// The same, for rows that were seen before.
    package func rows(_ rows: [RowDifferences.Row]) -> String {
        guard !table.primaryKey.isEmpty else {
            let hashes = rows.compactMap { $0.key.first ?? nil }.joined(separator: ", ")
            return "\(selection) WHERE \(row) IN (\(hashes))\(grouping)"
        }
        let types = Dictionary(
            (table.columns + table.generatedColumns).map { (ExactText($0.name), $0.type) },
            uniquingKeysWith: { first, _ in first })
        let conditions = rows.map { row in
            zip(table.primaryKey, row.key).map { name, value in
                let type = types[ExactText(name)] ?? "text"
                return "\(sql(identifier: name)) = \(sql(literal: value ?? ""))::\(type)"
            }.joined(separator: " AND ")
        }
        return "\(selection) WHERE (" + conditions.joined(separator: ") OR (") + ")"
    }

    private var condition: String {
        guard let range, let key = table.integerKey else { return "true" }
        return range.condition(onColumn: key)
    }

    private var selection: String {
        let what =
            table.primaryKey.isEmpty
            ? "\(row)::text, count(*)::text"
            : table.primaryKey.map { "\(sql(identifier: $0))::text" }.joined(separator: ", ")
                + ", \(row)::text"
        return "SELECT \(what) FROM ONLY \(table.name.sql)"
    }

    private var grouping: String { table.primaryKey.isEmpty ? " GROUP BY 1" : "" }
}
