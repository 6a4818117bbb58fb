/// How many streams of changes a database may use, as the migration file says.
package enum StreamLimit: Hashable, Sendable {
    /// One, and more when one cannot keep up and that would help.
    case automatic
    case exactly(Int)

    /// More than a handful of workers wait for each other's locks and for the one log.
    package static let automaticBound = 4

    /// Whether the file asks for several from the start.
    package var wantsSeveral: Bool {
        if case .exactly(let count) = self { count > 1 } else { false }
    }

    package init?(_ text: String) {
        if text == "automatic" {
            self = .automatic
        } else if let count = Int(text), (1...16).contains(count) {
            self = .exactly(count)
        } else {
            return nil
        }
    }

    /// How many streams one of the databases can be split into at most.
    ///
    /// - Parameters:
    ///   - workers: what the subscriber lets run at once (`max_logical_replication_workers`); nil
    ///     when it does not say.
    ///   - databases: how many of them share the workers.
    package func bound(workers: Int?, databases: Int) -> Int {
        switch self {
        case .exactly(let count): return count
        case .automatic:
            // One worker stays free for what a new table needs.
            let share = workers.map { ($0 - 1) / max(1, databases) } ?? 1
            return max(1, min(Self.automaticBound, share))
        }
    }
}
