/// Moves write traffic from the side that serves to the other exactly once, or gives it back.
///
///     idle ─► beginning ─► holding ─► fencing ─► draining ─► sealing ─► deciding
///                 │           │          │          │           │          ╫─► opening ─► redirecting ─► releasing ─► switched
///                 └───────────┴──────────┴─────┬────┴───────────┴──────────╫
///                                              ▼                           ╫
///                                            asking ───────────────────────╫─► opening …
///                                              └─► reopening ─► restoring ─► resuming ─► abandoned
///
/// `╫` is the point of no return: one row on the side that served, in which either "switched" or
/// "abandoned" is written, by whoever comes first, and never changed. Left of it anything
/// surprising leads to `asking`, where that row is settled; what it says is then done, whoever
/// wrote it. Right of it the only way is forward, because clients may already write to the
/// destination: opening the origin again would let both sides take writes.
///
/// The program, the guard that outlives it, and a run after a crash are all this same machine: the
/// latter two start in `asking`. Every effect may be performed twice.
package struct Switchover: Hashable, Sendable {
    package internal(set) var state: State

    /// The side that serves when the attempt begins.
    package let origin: Side
    package var destination: Side { origin.other }

    /// A new attempt.
    package init(from origin: Side) {
        self.origin = origin
        state = .idle
    }

    /// An attempt that somebody else began and did not end.
    package init(settling origin: Side, because reason: Reason) {
        self.origin = origin
        state = .asking(reason)
    }

    package enum State: Hashable, Sendable {
        case idle
        case beginning
        case holding
        case fencing
        case draining
        case sealing
        case deciding(Seal)
        case opening
        case redirecting
        case releasing
        case switched
        case asking(Reason)
        case reopening(Reason)
        case restoring(Reason)
        case resuming(Reason)
        case abandoned(Reason)
    }

    package enum Effect: Hashable, Sendable {
        /// Write the attempt down on the origin, undecided.
        case begin
        /// Let no new transaction through and wait for running ones.
        case holdTraffic
        /// Shut every client out of the origin and see that none is left.
        case fenceOrigin
        /// Write the marker as the origin's last commit and see it on the destination.
        case drain
        /// Carry the sequences, pin both snapshots, and prove that nobody wrote after the marker.
        case seal
        /// Write "switched" into the attempt, unless something stands there.
        case decide(Seal)
        /// Write "abandoned" into the attempt, unless something stands there; read what stands.
        case settle
        case openDestination
        case redirectTraffic
        case releaseTraffic
        case reopenOrigin
        case restoreTraffic
        case resumeTraffic
    }

    package enum Event: Hashable, Sendable {
        case requested
        case done(Effect)
        case sealed(Seal)
        /// What the attempt's row says, whoever wrote it.
        case decided(Decision)
        /// The effect did not happen, or nobody knows whether it did.
        case failed(Effect, String)
        /// The share of the write pause's budget that going forward may use is spent.
        case deadlinePassed
    }

    package enum Decision: String, Hashable, Sendable, Codable { case switched, abandoned }
}

/// What is known at the last instant before the point of no return.
package struct Seal: Hashable, Sendable, Codable {
    /// The destination's log position before any client wrote there, for each database: changes
    /// up to it came from the origin and must not go back.
    package var end: LSN
    package init(end: LSN) { self.end = end }
}

extension Switchover {
    /// Why an attempt is given up.
    package enum Reason: Hashable, Sendable {
        case deadlinePassed(during: Effect)
        case failed(Effect, String)
        /// The program that began it is gone.
        case interrupted
        /// Somebody else settled it first.
        case settledElsewhere
    }
}
