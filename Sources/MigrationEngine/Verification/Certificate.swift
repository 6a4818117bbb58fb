/// The proof that both databases were the same at the instant of a switchover.
package struct Certificate: Sendable, Codable, Hashable {
    package var equal: Bool
    package var tables: Int
    package var rows: Int64
    package var sequences: Int
    package var seconds: Double
    /// What differed, by name.
    package var differences: [String]
    /// Tables that clients emptied, rewrote or dropped before they were compared: no snapshot shows what
    /// was in them.
    package var unproven: [String] = []

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

    mutating func add(_ report: VerificationReport, unproven: [String]) {
        equal = equal && report.equal
        tables += report.tables
        rows += report.rows
        differences += report.differences
        self.unproven += unproven
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            equal: try values.decode(Bool.self, forKey: .equal),
            tables: try values.decode(Int.self, forKey: .tables),
            rows: try values.decode(Int64.self, forKey: .rows),
            sequences: try values.decode(Int.self, forKey: .sequences),
            seconds: try values.decode(Double.self, forKey: .seconds),
            differences: try values.decode([String].self, forKey: .differences))
        // Reports of earlier versions know nothing of it.
        unproven = try values.decodeIfPresent([String].self, forKey: .unproven) ?? []
    }
}
