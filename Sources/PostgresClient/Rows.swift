/// The answer to one statement: text values by row and column; nil stands for NULL.
package struct Rows: Hashable, Sendable {
    package let columns: [String]
    package let values: [[String?]]
    /// The server's word for what happened, such as `UPDATE 3`.
    package let tag: String

    package init(columns: [String], values: [[String?]], tag: String) {
        self.columns = columns
        self.values = values
        self.tag = tag
    }

    package var count: Int { values.count }
    package var isEmpty: Bool { values.isEmpty }

    /// Rows that a statement without an answer changed, from its tag.
    package var affected: Int { tag.split(separator: " ").last.flatMap { Int($0) } ?? 0 }

    /// The first column of the first row.
    package var single: String? { values.first?.first ?? nil }

    /// The first column of every row.
    package var column: [String] { values.compactMap { $0.first ?? nil } }

    /// Rows that can be asked by column name.
    package var records: [Record] {
        let positions = Dictionary(
            columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return values.map { Record(positions: positions, values: $0) }
    }
}

/// One row whose values are asked for by column name.
///
/// A name that the statement did not select is our own mistake and reads as NULL.
package struct Record: Sendable {
    fileprivate let positions: [String: Int]
    fileprivate let values: [String?]

    package subscript(optional column: String) -> String? {
        positions[column].flatMap { values[$0] }
    }

    package subscript(column: String) -> String { self[optional: column] ?? "" }
    package func int(_ column: String) -> Int { Int(self[column]) ?? 0 }
    package func double(_ column: String) -> Double { Double(self[column]) ?? 0 }
    package func bool(_ column: String) -> Bool { self[column] == "t" }
}
