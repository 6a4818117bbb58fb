import Glibc
package import MigrationCore
import Synchronization

/// Keeps copying and comparing within what the file, or the operator meanwhile, gives them.
///
/// All workers share it. What it costs is their time: they sleep on their own threads.
package final class SourceThrottle: Sendable {
    private struct State {
        var limits: ThrottleLimits
        var governor = ThrottleGovernor()
        /// When the bytes, and the statements, that were let through so far are paid for.
        var bytesPaid = ContinuousClock.now
        var statementsPaid = ContinuousClock.now
    }

    private let state: Mutex<State>

    package init(_ limits: ThrottleLimits) { state = Mutex(State(limits: limits)) }

    package var limits: ThrottleLimits { state.withLock { $0.limits } }
    package var share: Double { state.withLock { $0.governor.share } }

    /// New limits hold from the next megabyte and the next statement on.
    package func change(_ limits: ThrottleLimits) {
        state.withLock { state in
            guard state.limits != limits else { return }
            state.limits = limits
            state.bytesPaid = .now
            state.statementsPaid = .now
            if !limits.hasCeilings { state.governor = ThrottleGovernor() }
        }
    }

    package func take(_ reading: SourceReading) {
        state.withLock { $0.governor.take(reading, $0.limits) }
    }

    /// Called by a worker after it moved so many bytes; sleeps on the worker's thread.
    ///
    /// - Parameter busy: how long that took.
    package func pay(bytes: Int64, after busy: Duration) {
        let began = ContinuousClock.now
        let due = state.withLock { state -> ContinuousClock.Instant in
            guard let rate = state.limits.copyRate else { return began }
            // Bytes that nobody took while nobody was there are not saved up.
            state.bytesPaid =
                max(state.bytesPaid, began)
                + .seconds(
                    Double(bytes) / Double(rate.bytes))
            return state.bytesPaid
        }
        // In slices, because the limits may change, and the program may be interrupted, meanwhile.
        while !Task.isCancelled {
            let now = ContinuousClock.now
            let rest = state.withLock { state in
                max(
                    state.limits.copyRate == nil ? .zero : min(due, state.bytesPaid) - now,
                    state.governor.rest(after: busy) - (now - began))
            }
            guard rest > .milliseconds(1) else { return }
            usleep(UInt32(min(rest, .milliseconds(100)).milliseconds * 1000))
        }
    }

    /// Called after a statement that ran for so long: comparing yields between its parts.
    package func rest(after busy: Duration) async throws {
        let began = ContinuousClock.now
        while true {
            let rest = state.withLock { $0.governor.rest(after: busy) } - (.now - began)
            guard rest > .milliseconds(1) else { return }
            try await Task.sleep(for: min(rest, .milliseconds(500)))
        }
    }

    /// Called before each statement on the source that reads rows.
    package func payForStatement() async throws {
        let due = state.withLock { state -> ContinuousClock.Instant? in
            guard let rate = state.limits.statementRate else { return nil }
            let due = max(state.statementsPaid, .now)
            state.statementsPaid = due + .seconds(1 / Double(rate))
            return due
        }
        guard let due else { return }
        while ContinuousClock.now < due, limits.statementRate != nil {
            try await Task.sleep(until: min(due, .now + .milliseconds(200)))
        }
    }
}
