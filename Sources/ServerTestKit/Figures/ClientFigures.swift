/// What clients felt between two instants: before, during or after a switchover.
package struct ClientFigures: Hashable, Sendable {
    package let from: Moment
    package let to: Moment
    package let acknowledged: Int
    package let failed: Int
    package let unknown: Int
    /// From the instant the transaction was due: what a user waits. Nil without acknowledgement.
    package let sinceDue: LatencyFigures?
    /// From the instant it was sent: what the server took.
    package let sinceSent: LatencyFigures?
    package let longestGap: Gap?
    package let longestGapOfOneClient: Gap?

    /// Counts and latencies are of the transactions that were due in `from..<to`; gaps are cut at
    /// both ends.
    package init(_ transactions: [TransactionRecord], from: Moment, to: Moment) {
        self.from = from
        self.to = to
        let own = transactions.filter { from <= $0.due && $0.due < to }
        let good = own.filter(\.isAcknowledged)
        acknowledged = good.count
        unknown = own.count {
            if case .unknown = $0.outcome { true } else { false }
        }
        failed = own.count - good.count - unknown
        sinceDue = LatencyFigures(good.lazy.map { $0.ended - $0.due })
        sinceSent = LatencyFigures(good.lazy.map { $0.ended - $0.sent })
        longestGap = Gap.longest(in: transactions, from: from, to: to)
        longestGapOfOneClient =
            Gap.longestOfOneClient(
                in: transactions, from: from, to: to)?.gap
    }
}
