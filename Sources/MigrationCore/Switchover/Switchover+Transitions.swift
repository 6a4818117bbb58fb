extension Switchover {
    /// What remains to be done in this state; nil when there is nothing, or nothing yet.
    package var next: Effect? {
        switch state {
        case .idle, .switched, .abandoned: nil
        case .beginning: .begin
        case .holding: .holdTraffic
        case .fencing: .fenceOrigin
        case .draining: .drain
        case .sealing: .seal
        case .deciding(let seal): .decide(seal)
        case .opening: .openDestination
        case .redirecting: .redirectTraffic
        case .releasing: .releaseTraffic
        case .asking: .settle
        case .reopening: .reopenOrigin
        case .restoring: .restoreTraffic
        case .resuming: .resumeTraffic
        }
    }

    package var isOver: Bool {
        switch state {
        case .switched, .abandoned: true
        default: false
        }
    }

    /// Whether traffic may be held by now, so that somebody must let it go again.
    package var mayHoldTraffic: Bool {
        switch state {
        case .idle, .beginning, .switched, .abandoned: false
        default: true
        }
    }

    package mutating func apply(_ event: Event) {
        switch state {
        case .idle:
            if event == .requested { state = .beginning }
        case .beginning: advance(on: event, after: .begin, to: .holding)
        case .holding: advance(on: event, after: .holdTraffic, to: .fencing)
        case .fencing: advance(on: event, after: .fenceOrigin, to: .draining)
        case .draining: advance(on: event, after: .drain, to: .sealing)
        case .sealing:
            if case .sealed(let seal) = event {
                state = .deciding(seal)
            } else {
                advance(on: event, after: .seal, to: .sealing)
            }
        case .deciding: decide(event)
        case .asking(let reason): settle(event, reason)
        case .opening, .redirecting, .releasing, .reopening, .restoring, .resuming:
            persist(event)
        case .switched, .abandoned: break
        }
    }

    /// Left of the point of no return: one step on, or ask what stands.
    private mutating func advance(on event: Event, after effect: Effect, to following: State) {
        switch event {
        case .done(effect): state = following
        case .deadlinePassed: state = .asking(.deadlinePassed(during: effect))
        case .failed(effect, let message): state = .asking(.failed(effect, message))
        // Somebody settled the attempt while we were busy: their word stands.
        case .decided: state = .asking(.settledElsewhere)
        // Replies can arrive late and twice; those of other effects say nothing new.
        case .done, .failed, .requested, .sealed: break
        }
    }

    /// The request to write "switched" is under way: only its answer counts, because a deadline
    /// cannot call it back.
    private mutating func decide(_ event: Event) {
        switch event {
        case .decided(.switched): state = .opening
        case .decided(.abandoned): state = .reopening(.settledElsewhere)
        case .failed(.decide(let seal), let message):
            state = .asking(.failed(.decide(seal), message))
        case .requested, .done, .sealed, .failed, .deadlinePassed: break
        }
    }

    private mutating func settle(_ event: Event, _ reason: Reason) {
        guard case .decided(let decision) = event else { return }
        state = decision == .switched ? .opening : .reopening(reason)
    }

    /// Beyond the decision an effect is repeated until it is done.
    private mutating func persist(_ event: Event) {
        guard let effect = next, event == .done(effect) else { return }
        switch state {
        case .opening: state = .redirecting
        case .redirecting: state = .releasing
        case .releasing: state = .switched
        case .reopening(let reason): state = .restoring(reason)
        case .restoring(let reason): state = .resuming(reason)
        case .resuming(let reason): state = .abandoned(reason)
        default: break
        }
    }
}

extension Switchover.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .deadlinePassed(let effect):
            "the time for the write pause was over while \(effect.title)"
        case .failed(let effect, let message): "\(effect.title) failed: \(message)"
        case .interrupted: "the program that began it ended"
        case .settledElsewhere: "another process gave it up"
        }
    }
}

extension Switchover.Effect {
    /// In words that fit behind "while".
    package var title: String {
        switch self {
        case .begin: "writing the attempt down"
        case .holdTraffic: "holding traffic"
        case .fenceOrigin: "fencing the serving side"
        case .drain: "waiting for the marker on the other side"
        case .seal: "carrying sequences and pinning snapshots"
        case .decide: "recording the decision"
        case .settle: "asking for the decision"
        case .openDestination: "opening the other side"
        case .redirectTraffic: "redirecting traffic"
        case .releaseTraffic: "releasing traffic"
        case .reopenOrigin: "opening the serving side again"
        case .restoreTraffic: "pointing traffic back"
        case .resumeTraffic: "letting traffic go on"
        }
    }

    /// The name under which reports list it.
    package var name: String {
        switch self {
        case .begin: "begin"
        case .holdTraffic: "hold"
        case .fenceOrigin: "fence"
        case .drain: "drain"
        case .seal: "seal"
        case .decide: "decide"
        case .settle: "settle"
        case .openDestination: "open"
        case .redirectTraffic: "redirect"
        case .releaseTraffic: "release"
        case .reopenOrigin: "reopen"
        case .restoreTraffic: "restore"
        case .resumeTraffic: "resume"
        }
    }
}
