/// Values of an integer key from one up to another, that one left out; open where there is none.
package struct KeyRange: Hashable, Sendable {
    package let from: Int64?
    package let upTo: Int64?

    package init(from: Int64?, upTo: Int64?) {
        self.from = from
        self.upTo = upTo
    }

    /// The rows of the range, for a statement.
    package func condition(onColumn name: String) -> String {
        let column = sql(identifier: name)
        let ends = [from.map { "\(column) >= \($0)" }, upTo.map { "\(column) < \($0)" }]
        let conditions = ends.compactMap { $0 }
        return conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
    }
}
