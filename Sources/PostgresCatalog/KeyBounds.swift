import MigrationCore
package import PostgresClient

extension MovedTable {
    /// The only column of the primary key, when it is a whole number.
    package var integerKey: String? {
        guard primaryKey.count == 1, let name = primaryKey.first else { return nil }
        let type = columns.first { $0.name == name }?.type
        return ["smallint", "integer", "bigint"].contains(type) ? name : nil
    }
}

/// Whether rows lie on disk about in the order of their integer key, as far as statistics tell.
package func liesInKeyOrder(
    _ table: MovedTable, on connection: PostgresConnection
) async throws(PostgresError) -> Bool {
    guard let key = table.integerKey else { return false }
    let correlation = try await connection.query(
        """
        SELECT abs(correlation) FROM pg_stats
        WHERE schemaname = $1 AND tablename = $2 AND attname = $3 AND NOT inherited
        """, [table.name.schema, table.name.name, key]
    ).single.flatMap { Double($0) }
    return correlation ?? 0 > 0.8
}

/// Values of a table's integer key that cut it into about as many parts of about the same size.
///
/// What the server's statistics say of the values is believed only for the size of the parts: any
/// bounds cut a table without a gap.
///
/// - Returns: in ascending order, each once; none where the table has no such key, or no rows.
package func keyBounds(
    of table: MovedTable, parts: Int, on connection: PostgresConnection
) async throws(PostgresError) -> [Int64] {
    guard let key = table.integerKey, parts > 1 else { return [] }
    let histogram = try await connection.query(
        """
        SELECT unnest(histogram_bounds::text::bigint[]) FROM pg_stats
        WHERE schemaname = $1 AND tablename = $2 AND attname = $3 AND NOT inherited
        """, [table.name.schema, table.name.name, key]
    ).column.compactMap { Int64($0) }
    let values = histogram.count > parts ? histogram : try await ends(of: table, key, connection)
    return cut(values, into: parts)
}

/// The smallest and the largest value; the index has both.
private func ends(
    of table: MovedTable, _ key: String, _ connection: PostgresConnection
) async throws(PostgresError) -> [Int64] {
    let column = sql(identifier: key)
    let rows = try await connection.query(
        "SELECT min(\(column)) AS low, max(\(column)) AS high FROM ONLY \(table.name.sql)")
    guard let record = rows.records.first,
        let low = record[optional: "low"].flatMap({ Int64($0) }),
        let high = record[optional: "high"].flatMap({ Int64($0) })
    else { return [] }
    return [low, high]
}

/// Values that lie evenly between sorted ones: between two of them in proportion.
package func cut(_ values: [Int64], into parts: Int) -> [Int64] {
    guard let first = values.first, values.count > 1 else { return [] }
    var bounds: [Int64] = []
    for part in 1..<parts {
        let place = Double(part) * Double(values.count - 1) / Double(parts)
        let index = min(Int(place), values.count - 2)
        let (low, high) = (values[index], values[index + 1])
        let step = (Double(high) - Double(low)) * (place - Double(index))
        let bound = Int64(exactly: (Double(low) + step).rounded()) ?? low
        if bound > (bounds.last ?? first) { bounds.append(bound) }
    }
    return bounds
}
