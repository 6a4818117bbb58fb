/// The markers of one database: a row in a table of its own for each stream.
///
/// A stream applies changes in the order of their commits, so its marker proves what came through
/// it and says nothing of another's. All of them are written by one transaction, the last one.
package struct Markers: Hashable, Sendable {
    /// As many as the database has publications, whether each has a stream of its own or not.
    package let count: Int

    package init(count: Int) { self.count = max(1, count) }

    package var tables: [String] { (0..<count).map(ObjectNames.marker) }

    /// Creates them, each with a row.
    package var creation: String {
        tables.map {
            """
            CREATE TABLE IF NOT EXISTS \($0) (id int PRIMARY KEY, token text NOT NULL);
            INSERT INTO \($0) VALUES (1, 'none') ON CONFLICT DO NOTHING;
            """
        }.joined(separator: "\n")
    }

    /// Writes a token into all of them; the first answers with the transaction's number.
    package func writing(_ token: String) -> String {
        tables.enumerated().map { stream, table in
            "UPDATE \(table) SET token = \(sql(literal: token)) WHERE id = 1"
                + (stream == 0 ? " RETURNING txid_current()" : "")
        }.joined(separator: "; ")
    }

    /// Reads them all in one statement.
    package var reading: String {
        tables.map { "SELECT token FROM \($0) WHERE id = 1" }.joined(separator: " UNION ALL ")
    }

    /// Whether everything that was committed before a token was written is there: only when each
    /// stream has brought its own.
    package func haveArrived(_ token: String, reading tokens: [String]) -> Bool {
        tokens.count == count && tokens.allSatisfy { $0 == token }
    }
}
