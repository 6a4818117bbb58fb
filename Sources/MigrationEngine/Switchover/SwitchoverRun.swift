import Foundation
import MigrationCore
import PostgresClient

/// What one attempt did and how long each step of it took.
package struct SwitchoverReport: Sendable, Codable, Hashable {
    package struct Step: Sendable, Codable, Hashable {
        package let name: String
        package let milliseconds: Double
        /// Since the attempt's first step.
        package let startMilliseconds: Double?

        package init(name: String, milliseconds: Double, startMilliseconds: Double? = nil) {
            self.name = name
            self.milliseconds = milliseconds
            self.startMilliseconds = startMilliseconds
        }
    }

    package let direction: String
    package let attempt: Int
    package let outcome: String
    /// Why it was given up.
    package var reason: String?
    /// From the order to hold traffic until it was let go again, as the program measured it.
    package let writePauseMilliseconds: Double
    package let steps: [Step]
    package var certificate: Certificate?
    /// Why there is no certificate of a switchover that went through.
    package var uncertified: String?
    /// Why the way back is not open behind a switchover that went through.
    package var wayBackFailure: String?
    /// When the first step began: seconds since 1970, by this machine's clock.
    package var began: Double?

    package var switched: Bool { outcome == "switched" }

    package init(
        direction: String, attempt: Int, outcome: String, reason: String?,
        writePauseMilliseconds: Double, steps: [Step], certificate: Certificate? = nil,
        began: Double? = nil
    ) {
        self.began = began
        self.direction = direction
        self.attempt = attempt
        self.outcome = outcome
        self.reason = reason
        self.writePauseMilliseconds = writePauseMilliseconds
        self.steps = steps
        self.certificate = certificate
    }
}

/// Drives the machine: performs what it asks for and tells it what happened.
///
/// Policy is the machine's; the loop knows only the clock. Beyond the point where the machine
/// would be asked twice for the same effect, it waits a little longer each time.
struct SwitchoverRun {
    let budget: Duration
    /// Goes before the effects' names where a deliberate fault is asked for.
    let actor: String
    let now: @Sendable () -> ContinuousClock.Instant
    /// Hears why an effect has to be repeated, once for each reason.
    let complain: @Sendable (String) -> Void
    private(set) var machine: Switchover
    private(set) var steps: [SwitchoverReport.Step] = []
    /// Seconds since 1970.
    private(set) var began: Double?
    private var beganAt: ContinuousClock.Instant?
    private var heldAt: ContinuousClock.Instant?
    private var releasedAt: ContinuousClock.Instant?

    init(
        _ machine: Switchover, budget: Duration, actor: String = "",
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.complain = complain
        self.machine = machine
        self.budget = budget
        self.actor = actor
        now = { ContinuousClock.now }
    }

    var writePause: Duration {
        guard let heldAt, let releasedAt else { return .zero }
        return releasedAt - heldAt
    }

    mutating func drive(
        _ perform: (Switchover.Effect, @Sendable @escaping () -> Duration) async throws
            -> Switchover.Event
    ) async {
        machine.apply(.requested)
        var repeated = 0
        var complaint = ""
        while let effect = machine.next {
            if isLate, mayStillGiveUp { machine.apply(.deadlinePassed) }
            guard let due = machine.next else { break }
            let started = now()
            if beganAt == nil {
                beganAt = started
                began = Date().timeIntervalSince1970
            }
            if due == .holdTraffic { heldAt = started }
            DeliberateFault.reach(actor + due.name, .before)
            let event = await answer(due, perform)
            DeliberateFault.reach(actor + due.name, .after)
            record(due, since: started)
            machine.apply(event)
            repeated = machine.next == effect ? repeated + 1 : 0
            if repeated > 0, case .failed(_, let reason) = event, reason != complaint {
                complaint = reason
                complain("still \(effect.title): \(reason)")
            }
            if repeated > 0 { try? await Task.sleep(for: pace(repeated)) }
        }
    }

    private func answer(
        _ effect: Switchover.Effect,
        _ perform: (Switchover.Effect, @Sendable @escaping () -> Duration) async throws
            -> Switchover.Event
    ) async -> Switchover.Event {
        let deadline = (heldAt ?? now()) + forwardBudget
        let now = now
        do {
            return try await perform(effect) { deadline - now() }
        } catch {
            return .failed(effect, summary(of: error))
        }
    }

    /// A quarter of the budget is kept for giving the writes back.
    private var forwardBudget: Duration { budget * 3 / 4 }

    private var isLate: Bool { heldAt.map { now() - $0 > forwardBudget } ?? false }

    /// Once a decision is under way or made, being late changes nothing.
    private var mayStillGiveUp: Bool {
        switch machine.state {
        case .holding, .fencing, .draining, .sealing: true
        default: false
        }
    }

    private mutating func record(
        _ effect: Switchover.Effect, since started: ContinuousClock.Instant
    ) {
        let ended = now()
        steps.append(
            .init(
                name: effect.name, milliseconds: (ended - started).milliseconds,
                startMilliseconds: (started - (beganAt ?? started)).milliseconds))
        if effect == .releaseTraffic || effect == .resumeTraffic { releasedAt = ended }
    }

    private func pace(_ repeated: Int) -> Duration {
        .milliseconds(min(1000, 10 << min(repeated, 7)))
    }
}

/// A line for an error of any kind.
func summary(of error: any Error) -> String { "\(error)" }
