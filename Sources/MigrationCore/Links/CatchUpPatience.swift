/// Tells a subscriber that is slow from one that stands still.
///
/// A worker that fails on a change starts again every few seconds, so one look says little: what
/// counts is whether anything was applied over a while.
package struct CatchUpPatience: Hashable, Sendable {
    private let limit: Duration
    private var applied: LSN?
    private var since: Duration?
    private var sawNoWorker = false
    private var errorsBefore: Int?

    package init(limit: Duration = .seconds(60)) { self.limit = limit }

    package enum Verdict: Hashable, Sendable {
        case going
        /// Its worker runs and applies nothing.
        case blocked(Duration)
        /// Its worker fails, or is not there at least now and then, and nothing was applied.
        case stopped(Duration)
    }

    /// One failure may be a server that restarts; the same one three times is not.
    private static let tooManyErrors = 3

    /// - Parameters:
    ///   - applied: how far the slot was confirmed.
    ///   - lag: nil while no worker runs.
    ///   - errors: how often workers have failed by now; nil where the server does not count.
    ///   - now: time since any fixed instant.
    package mutating func look(
        applied: LSN?, lag: UInt64?, errors: Int? = nil, at now: Duration
    ) -> Verdict {
        guard applied == self.applied, let since else {
            self.applied = applied
            since = now
            sawNoWorker = lag == nil
            errorsBefore = errors
            return .going
        }
        sawNoWorker = sawNoWorker || lag == nil
        let time = now - since
        if let errors, let errorsBefore, errors - errorsBefore >= Self.tooManyErrors {
            return .stopped(time)
        }
        guard time >= limit else { return .going }
        if sawNoWorker { return .stopped(time) }
        self.since = now
        return .blocked(time)
    }
}
