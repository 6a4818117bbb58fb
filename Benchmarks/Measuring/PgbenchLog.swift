/// What `pgbench --log` wrote: when each transaction ended, and how long it took.
package struct PgbenchLog: Hashable, Sendable {
    package struct Transaction: Hashable, Sendable {
        /// Seconds since 1970, by the machine's clock.
        package let ended: Double
        /// Milliseconds; with a rate, from the instant at which it was due.
        package let latency: Double
    }

    /// In the order in which they ended.
    package let transactions: [Transaction]

    /// - Parameter files: the text of each thread's log. The last line of a pgbench that was ended
    ///   from outside may be torn, and is left out.
    package init(_ files: [String]) {
        transactions = files.flatMap { file in
            file.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
                .dropLast(file.utf8.last == UInt8(ascii: "\n") ? 0 : 1)
                .compactMap { Transaction(Substring($0)) }
        }.sorted { $0.ended < $1.ended }
    }

    /// The longest stretch between two commits of any clients; the ends of the window count as
    /// commits.
    package func longestGap(from start: Double, to end: Double) -> Gap {
        var longest = Gap(from: start, to: start)
        var last = start
        let ends = transactions.lazy.map(\.ended).filter { start < $0 && $0 <= end }
        for next in Array(ends) + [end] {
            if next - last > longest.to - longest.from { longest = Gap(from: last, to: next) }
            last = next
        }
        return longest
    }

    /// A stretch without any commit, in seconds since 1970.
    package struct Gap: Hashable, Sendable {
        package let from: Double
        package let to: Double
        package var milliseconds: Double { (to - from) * 1000 }
    }

    package func latencies(from start: Double, to end: Double) -> [Double] {
        transactions.filter { start < $0.ended && $0.ended <= end }.map(\.latency)
    }

    /// Transactions a second.
    package func rate(from start: Double, to end: Double) -> Double {
        end > start ? Double(latencies(from: start, to: end).count) / (end - start) : 0
    }
}

extension PgbenchLog.Transaction {
    /// `client transaction time script epoch microseconds [lag]`; the time of one that failed is a
    /// word.
    fileprivate init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard fields.count >= 6, let time = Double(fields[2]), let seconds = Double(fields[4]),
            let microseconds = Double(fields[5])
        else { return nil }
        self.init(ended: seconds + microseconds / 1e6, latency: time / 1000)
    }
}
