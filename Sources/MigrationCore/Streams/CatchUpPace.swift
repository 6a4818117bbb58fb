/// Tells a subscriber that catches up from one that works and still falls behind.
///
/// Lag comes in waves, so two looks say little: what counts is whether it shrank over a while, and
/// whether it would be gone within a time that somebody would wait.
package struct CatchUpPace: Hashable, Sendable {
    private let window: Duration
    /// Less than this is no backlog; it drains within a second or two.
    private let smallest: UInt64
    /// How long catching up may take before more streams are worth their trouble.
    private let longest: Duration
    private var first: Look?

    private struct Look: Hashable, Sendable {
        let lag: UInt64
        let applied: LSN?
        let time: Duration
    }

    package init(
        window: Duration = .seconds(15), smallest: UInt64 = 16 << 20,
        longest: Duration = .seconds(3600)
    ) {
        self.window = window
        self.smallest = smallest
        self.longest = longest
    }

    /// - Parameters:
    ///   - lag: nil while no worker runs: one that fails is not one that is slow.
    ///   - applied: how far the slot was confirmed. A worker that applies nothing waits for
    ///     something, and another one would wait beside it.
    ///   - now: time since any fixed instant.
    /// - Returns: whether the subscriber falls behind.
    package mutating func look(lag: UInt64?, applied: LSN?, at now: Duration) -> Bool {
        guard let lag, lag >= smallest else {
            first = nil
            return false
        }
        guard let before = first else {
            first = Look(lag: lag, applied: applied, time: now)
            return false
        }
        let time = now - before.time
        guard time >= window else { return false }
        first = Look(lag: lag, applied: applied, time: now)
        guard applied != before.applied else { return false }
        guard lag < before.lag else { return true }
        let left = Double(lag) / Double(before.lag - lag)
        return left * (time / .seconds(1)) > longest / .seconds(1)
    }
}
