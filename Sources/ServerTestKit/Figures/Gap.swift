/// A stretch without any acknowledgement although at least one transaction was due throughout.
///
/// This is the write pause as clients feel it: nobody who did not want to write counts.
package struct Gap: Hashable, Sendable {
    package let start: Moment
    package let end: Moment

    package var length: Duration { end - start }

    /// The longest one between two instants; nil when nothing was due then.
    package static func longest(
        in transactions: some Collection<TransactionRecord>, from start: Moment, to end: Moment
    ) -> Gap? {
        let waiting = stretches(
            transactions.map { Gap(start: max($0.due, start), end: min($0.ended, end)) }
                .filter { $0.start <= $0.end })
        let acknowledged = transactions.filter(\.isAcknowledged).map(\.ended)
            .filter { start <= $0 && $0 <= end }.sorted()
        var rest = acknowledged[...]
        var longest: Gap?
        for stretch in waiting {
            rest = rest.drop { $0 < stretch.start }
            let inside = rest.prefix { $0 <= stretch.end }
            for piece in stretch.cut(at: inside) where piece.length > longest?.length ?? .zero {
                longest = piece
            }
        }
        return longest ?? waiting.first.map { Gap(start: $0.start, end: $0.start) }
    }

    /// The longest one that any one client felt, and whose it was.
    package static func longestOfOneClient(
        in transactions: some Collection<TransactionRecord>, from start: Moment, to end: Moment
    ) -> (client: Int32, gap: Gap)? {
        let gaps = Dictionary(grouping: transactions, by: \.client).compactMap { client, own in
            longest(in: own, from: start, to: end).map { (client: client, gap: $0) }
        }
        // The lower client number wins a tie, so that the same records give the same answer.
        return gaps.min {
            ($1.gap.length, $0.client) < ($0.gap.length, $1.client)
        }
    }

    /// Joins what overlaps or touches.
    private static func stretches(_ intervals: [Gap]) -> [Gap] {
        var joined: [Gap] = []
        for interval in intervals.sorted(by: { $0.start < $1.start }) {
            if let last = joined.last, interval.start <= last.end {
                joined[joined.count - 1] = Gap(
                    start: last.start, end: max(last.end, interval.end))
            } else {
                joined.append(interval)
            }
        }
        return joined
    }

    private func cut(at instants: some Sequence<Moment>) -> [Gap] {
        var pieces: [Gap] = []
        var begin = start
        for instant in instants {
            pieces.append(Gap(start: begin, end: instant))
            begin = instant
        }
        return pieces + [Gap(start: begin, end: end)]
    }
}
