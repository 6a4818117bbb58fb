/// Tells a subscriber that is slow from one that stands still.
///
/// A worker that fails on a change starts again every few seconds, so one look says little: what
/// counts is whether anything was applied over a while.
package struct CatchUpPatience: Hashable, Sendable {
    private let limit: Duration
    private var applied: LSN?
    private var since: Duration?
    private var sawNoWorker = false

    package init(limit: Duration = .seconds(60)) { self.limit = limit }

    package enum Verdict: Hashable, Sendable {
        case going
        /// Its worker runs and applies nothing.
        case blocked(Duration)
        /// Its worker is not there, at least now and then, and nothing was applied.
        case stopped(Duration)
    }

    /// - Parameters:
    ///   - applied: how far the slot was confirmed.
    ///   - lag: nil while no worker runs.
    ///   - now: time since any fixed instant.
    package mutating func look(applied: LSN?, lag: UInt64?, at now: Duration) -> Verdict {
        guard applied == self.applied, let since else {
            self.applied = applied
            since = now
            sawNoWorker = lag == nil
            return .going
        }
        sawNoWorker = sawNoWorker || lag == nil
        let time = now - since
        guard time >= limit else { return .going }
        if sawNoWorker { return .stopped(time) }
        self.since = now
        return .blocked(time)
    }
}
