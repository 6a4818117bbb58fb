/// The proof that both databases were the same at the instant of a switchover.
package struct Certificate: Sendable, Codable, Hashable {
    package var equal: Bool
    package var tables: Int
    package var rows: Int64
    package var sequences: Int
    package var seconds: Double
    /// What differed, by name.
    package var differences: [String]

    package init(
        equal: Bool, tables: Int, rows: Int64, sequences: Int, seconds: Double,
        differences: [String]
    ) {
        self.equal = equal
        self.tables = tables
        self.rows = rows
        self.sequences = sequences
        self.seconds = seconds
        self.differences = differences
    }
}
