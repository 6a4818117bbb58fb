import MigrationCore

/// What is true of a whole move: of the files, of what they describe, and of the migration.
struct MoveSight: Equatable {
    enum Phase: Equatable {
        case notBegun, begun
        /// The target serves, since then (seconds since 1970) where this machine knows it.
        case switched(at: Double?)
        /// A person took the writes back, and decides what becomes of it.
        case switchedBack
        case finished
    }

    enum Files: Equatable {
        /// Something has to be written and reviewed.
        case toReview
        /// What is to be written was reviewed with the change before the move.
        case reviewed
        case written
    }

    var phase = Phase.notBegun
    /// What the move needs before it: a target, and a source that decodes logically.
    var before = Files.toReview
    /// The servers are there as the files say.
    var isApplied = false
    /// What configuration says after it.
    var after = Files.toReview
    /// The state has the new server at its address.
    var stateFollows = false
    /// The way back has been open for as long as was asked for; nil when nobody said how long.
    var wayBackIsOver: Bool?
}

/// The next stretch of a whole move. A command that is killed looks again and goes on.
enum MoveStep: Equatable {
    case proposeBefore
    /// The change is on its way: a person reviews it, a pipeline or ``apply`` brings it about.
    case waitForServers
    case apply
    case move
    case proposeAfter
    case writeAfter
    case changeState
    case waitForEnd
    case finish
    case done
    case stopSwitchedBack

    /// - Parameter applies: the command brings about itself what was merged.
    static func next(_ seen: MoveSight, applies: Bool) -> MoveStep {
        switch seen.phase {
        case .switchedBack: .stopSwitchedBack
        case .notBegun where seen.before != .written: .proposeBefore
        case .notBegun where !seen.isApplied: applies ? .apply : .waitForServers
        case .notBegun, .begun: .move
        case .switched, .finished: afterMove(seen)
        }
    }

    /// First the infrastructure follows, then the way back ends: until then the old server is one
    /// that could serve again.
    private static func afterMove(_ seen: MoveSight) -> MoveStep {
        switch seen.after {
        case .toReview: return .proposeAfter
        case .reviewed: return .writeAfter
        case .written: break
        }
        guard seen.stateFollows else { return .changeState }
        guard seen.phase != .finished, let isOver = seen.wayBackIsOver else { return .done }
        return isOver ? .finish : .waitForEnd
    }
}
