import Glibc
import Synchronization

/// The instant at which waiting ends; none means for ever.
struct Deadline {
    private let start = ContinuousClock.now
    private let limit: Duration?

    init(_ limit: Duration?) { self.limit = limit }

    var length: Duration { limit ?? .zero }

    /// Milliseconds that `poll` may still wait, at most `slice`; nil when the time is over.
    func nextSlice(_ slice: Int32) -> Int32? {
        guard let limit else { return slice }
        let left = limit - (ContinuousClock.now - start)
        guard left > .zero else { return nil }
        let (seconds, attoseconds) = left.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(min(milliseconds, Int64(slice)))
    }
}

/// A switch that another thread may throw to end whatever a session is waiting for.
package final class Interruption: Sendable {
    private let thrown = Atomic(false)

    package init() {}

    package func interrupt() { thrown.store(true, ordering: .releasing) }
    package var isInterrupted: Bool { thrown.load(ordering: .acquiring) }
    package func reset() { thrown.store(false, ordering: .releasing) }
}

enum WaitOutcome { case ready, timedOut, interrupted }

/// Waits for a socket in slices short enough to notice an interruption.
func waitUntilReady(
    _ socket: Int32, _ events: Int16, _ deadline: Deadline, _ interruption: Interruption
) -> WaitOutcome {
    while true {
        if interruption.isInterrupted || Task.isCancelled { return .interrupted }
        guard let slice = deadline.nextSlice(100) else { return .timedOut }
        var descriptor = pollfd(fd: socket, events: events, revents: 0)
        // A negative socket belongs to a connection that is gone; libpq will say so.
        if socket < 0 || poll(&descriptor, 1, slice) > 0 { return .ready }
    }
}
