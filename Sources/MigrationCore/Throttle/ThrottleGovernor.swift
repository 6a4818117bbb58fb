/// How the source is doing, as one look found it.
package struct SourceReading: Hashable, Sendable {
    /// The slowest of a few small writes; nil when nobody looked.
    package var latency: Duration?
    /// Of the replica that is furthest behind; nil without replicas, or when nobody looked.
    package var replicaLag: Duration?

    package init(latency: Duration? = nil, replicaLag: Duration? = nil) {
        self.latency = latency
        self.replicaLag = replicaLag
    }
}

/// Decides what share of their time the workers may work, so that the source stays below its
/// ceilings.
///
/// It falls by half with each look that finds a ceiling passed, and rises slowly while all is well
/// below them: whoever was there first gets room at once, and we take it back with care.
package struct ThrottleGovernor: Hashable, Sendable {
    /// From ``floor`` to one.
    package private(set) var share = 1.0

    /// Never quite zero: the slot holds back log for as long as the copy lasts.
    package static let floor = 0.02

    package init() {}

    package mutating func take(_ reading: SourceReading, _ limits: ThrottleLimits) {
        guard limits.hasCeilings else { return share = 1 }
        let strain = max(
            Self.strain(reading.latency, limits.latencyCeiling),
            Self.strain(reading.replicaLag, limits.replicaLag))
        if strain > 1 {
            share = max(Self.floor, share / 2)
        } else if strain < 0.8 {
            share = min(1, share * 1.1 + 0.01)
        }
    }

    /// How long a worker rests after it worked for so long.
    package func rest(after busy: Duration) -> Duration {
        share >= 1 ? .zero : busy * (1 / share - 1)
    }

    private static func strain(_ value: Duration?, _ ceiling: Duration?) -> Double {
        guard let value, let ceiling else { return 0 }
        return value / ceiling
    }
}
