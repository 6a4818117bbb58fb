/// Acknowledgements in equal slices of time, for a small picture of a switchover.
package struct Throughput: Hashable, Sendable {
    package let slice: Duration
    package let counts: [Int]

    /// The last slice may reach beyond `end`.
    package init(
        _ transactions: some Sequence<TransactionRecord>, from start: Moment, to end: Moment,
        slice: Duration = .milliseconds(100)
    ) {
        self.slice = slice
        let width = max(slice.wholeNanoseconds, 1)
        let span = max((end - start).wholeNanoseconds, 0)
        var counts = [Int](repeating: 0, count: Int((span + width - 1) / width))
        for record in transactions where record.isAcknowledged {
            let offset = (record.ended - start).wholeNanoseconds
            guard offset >= 0, offset / width < counts.count else { continue }
            counts[Int(offset / width)] += 1
        }
        self.counts = counts
    }

    /// One character a slice: a dot for none, else a bar as high as its share of the highest.
    package var sparkline: String {
        let bars = Array("▁▂▃▄▅▆▇█")
        let highest = counts.max() ?? 0
        return String(
            counts.map { count in
                count == 0 ? "·" : bars[(count * bars.count - 1) / highest]
            })
    }
}
