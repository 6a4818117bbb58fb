/// When somebody who stands by elsewhere may settle an attempt to switch over.
///
/// The program that made it, or the guard that it started, ends it within the time that the file allows.
/// Where both are gone at once, with the container or the machine that they ran in, their sessions go
/// too, and nobody has to wait for that time. A machine that vanished leaves its sessions behind for as
/// long as the server believes in them; then the time tells.
package struct AttemptWatch: Hashable, Sendable {
    /// What the servers say of the latest attempt.
    package enum Look: Hashable, Sendable {
        /// None is open.
        case quiet
        /// - Parameter isMinded: a session of whoever would end it is there.
        case open(Attempt, isMinded: Bool)
        /// A server did not answer, so that one may be open there.
        case unknown
    }

    /// How long an attempt may stay open while somebody minds it.
    package let patience: Duration
    private var attempt: Attempt?
    private var since = Duration.zero
    private var unminded = 0

    package init(patience: Duration) { self.patience = patience }

    /// - Parameter instant: of a clock that only counts.
    /// - Returns: the attempt that has to be settled now.
    package mutating func apply(_ look: Look, at instant: Duration) -> Attempt? {
        switch look {
        case .unknown: return nil
        case .quiet:
            attempt = nil
            return nil
        case .open(let seen, let isMinded):
            if attempt != seen {
                attempt = seen
                since = instant
                unminded = 0
            }
            unminded = isMinded ? 0 : unminded + 1
            return isDue(at: instant) ? seen : nil
        }
    }

    /// A session that is just opening again, after the server ended it, is missing for one look.
    private func isDue(at instant: Duration) -> Bool {
        unminded >= 2 || instant - since > patience
    }
}
