/// How long the answers to some transactions took.
package struct LatencyFigures: Hashable, Sendable {
    package let count: Int
    package let p50: Duration
    package let p99: Duration
    package let p999: Duration
    package let longest: Duration

    /// Nil when there is nothing to tell.
    package init?(_ latencies: some Sequence<Duration>) {
        let sorted = latencies.sorted()
        guard let last = sorted.last else { return nil }
        count = sorted.count
        p50 = percentile(500, of: sorted)
        p99 = percentile(990, of: sorted)
        p999 = percentile(999, of: sorted)
        longest = last
    }
}

/// The smallest value that at least so many thousandths of the values do not exceed.
private func percentile(_ thousandths: Int, of sorted: [Duration]) -> Duration {
    let rank = (sorted.count * thousandths + 999) / 1000
    return sorted[max(rank, 1) - 1]
}
