import MigrationCore
import PostgresClient

/// Ends an attempt that whoever began it cannot end any more: for a guard, and for a later run.
struct SettleAttempt: Sendable {
    let ends: AttemptEnds
    /// Goes before the effects' names where a deliberate fault is asked for.
    var actor = ""
    var complain: @Sendable (String) -> Void = { _ in }

    /// Statements that the program sent before it died may still be running.
    func endPredecessors(on side: Side) async throws {
        try await Predecessors(context: ends.context, side: side).end(AttemptEnds.purposes)
    }

    /// An interrupt does not end it half way: traffic may be held.
    func perform() async -> Settlement { await Task { await settle() }.value }

    private func settle() async -> Settlement {
        var run = SwitchoverRun(
            Switchover(settling: ends.origin, because: .interrupted),
            budget: ends.context.file.limits.maxWritePause, actor: actor, complain: complain)
        await run.drive { effect, _ in try await ends.perform(effect) }
        await ends.secure(run.machine.state, complain: complain)
        let hasSwitched = run.machine.state == .switched
        if await ends.isOvertaken(on: hasSwitched ? ends.destination : ends.origin) {
            return .overtaken
        }
        return hasSwitched ? .carriedOut : .undone
    }

    /// Writes down that the attempt is over, where that is still to be written.
    func conclude(_ settlement: Settlement) async throws {
        if settlement != .overtaken { try await ends.conclude() }
    }
}

/// How an attempt that was left open ended.
package enum Settlement: Sendable, Hashable {
    case carriedOut, undone
    /// Others had settled it already, and went on.
    case overtaken

    package var words: String {
        switch self {
        case .carriedOut: "carried to its end"
        case .undone: "undone"
        case .overtaken: "settled by another run, which went on"
        }
    }
}
