import MigrationCore

/// What a process can have done on the servers or the pooler.
enum Work: Equatable {
    case observe
    case writeJournal
    case copy
    case build(epoch: String)
    case verify(epoch: String)
    case startOver(discarding: Copy)
    case link(LinkStep)
    case addStreams
    case effect(Switchover.Effect, Attempt)
    /// Write down that the attempt was carried to its end.
    case close(Attempt)
    case declare(MigrationObservation.Ending)
    case clearAway(MigrationObservation.Ending)

    var name: String {
        switch self {
        case .observe: "observe"
        case .writeJournal: "write journal"
        case .copy: "copy"
        case .build: "build"
        case .verify: "verify"
        case .startOver: "start over"
        case .link(let step): step.name
        case .addStreams: "add streams"
        case .effect(let effect, _): effect.name
        case .close: "close"
        case .declare: "declare"
        case .clearAway(let ending): ending.rawValue
        }
    }

    /// Whether it speaks to the pooler and not to a server.
    var isTraffic: Bool {
        guard case .effect(let effect, _) = self else { return false }
        switch effect {
        case .holdTraffic, .redirectTraffic, .releaseTraffic, .restoreTraffic, .resumeTraffic:
            return true
        default: return false
        }
    }

    /// What its process is told when it did not happen, or nobody knows whether it did.
    func failure(_ message: String) -> Answer {
        if case .effect(let effect, _) = self { return .event(.failed(effect, message)) }
        return .failed(message)
    }
}

/// What of an initial copy was seen: what starting over discards, and nothing younger.
struct Copy: Hashable {
    var slot: String?
    var loaded: String?
}

/// What a process hears.
enum Answer {
    case event(Switchover.Event)
    /// - Parameter latest: the highest number that an attempt has.
    case seen(MigrationObservation, Copy, latest: Int)
    case done
    case failed(String)
    /// Another run works on this migration.
    case occupied
    /// There is no journal any more: nothing is left to do.
    case gone
}

extension LinkStep {
    var name: String {
        switch self {
        case .createSlot: "create slot"
        case .createSubscription: "create subscription"
        case .enable: "enable"
        case .disable: "disable"
        case .awaitStop: "await stop"
        case .dropSubscription: "drop subscription"
        case .dropSlot: "drop slot"
        case .advance: "advance"
        case .split: "split"
        }
    }
}
