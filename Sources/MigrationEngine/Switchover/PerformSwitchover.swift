package import Diagnostics
import Foundation
package import MigrationCore
import PostgresCatalog
import PostgresClient

extension Diagnostic.Code {
    package static let abandoned: Self = "switchover.abandoned"
    package static let notReady: Self = "switchover.not-ready"
    package static let wrongSide: Self = "switchover.already-there"
    package static let noWayBack: Self = "switchover.no-way-back"
    package static let schemaChanged: Self = "switchover.schema-changed"
    package static let notCertified: Self = "switchover.not-certified"
    package static let unreplicated: Self = "switchover.not-replicated"
    package static let overtaken: Self = "switchover.overtaken"
    package static let wayBackNotOpen: Self = "switchover.way-back-not-open"
}

/// Moves write traffic to the other side: tries, gives back, tries again, certifies, and prepares
/// the next way.
package struct PerformSwitchover: Sendable {
    let runner: MigrationRunner
    /// Arguments by which this program is told to stand guard; nil runs without one, in tests of
    /// the parts.
    let guardCommand: (@Sendable (Attempt) -> CompanionCommand)?

    private var context: MigrationContext { runner.context }

    package init(
        _ runner: MigrationRunner,
        guardCommand: (@Sendable (Attempt) -> CompanionCommand)?
    ) {
        self.runner = runner
        self.guardCommand = guardCommand
    }

    /// - Returns: the report of the attempt that went through, or of the last one.
    package func perform(to side: Side) async throws -> SwitchoverReport {
        var last: SwitchoverReport?
        var isPrepared = false
        for attempt in 1...context.file.limits.switchoverAttempts {
            let seen = try await runner.makeReady()
            guard seen.serving != side else {
                throw Diagnostic(
                    .error, .wrongSide, "the \(side) serves already",
                    detail: seen.switchovers == 0 ? "Nothing was switched over yet." : nil,
                    hint: "apus migrate status shows where things are.")
            }
            guard seen.links[seen.carrying]?.subscriptionExists == true else {
                throw Diagnostic(
                    .error, .noWayBack, "the \(side) does not follow the \(seen.serving)",
                    detail: "The file says way_back: none, so nothing written since the "
                        + "switchover is there.",
                    hint: "Stay on the \(seen.serving), and end with apus migrate finish.")
            }
            if !isPrepared { try await refreshMaterializedViews(of: side) }
            isPrepared = true
            // An interrupt must not end the program's hold on traffic half way, so the attempt runs
            // in a task that nobody cancels.
            let (report, crossing) = try await Task { try await attemptOnce(seen) }.value
            last = report
            runner.recorder.update { $0.switchovers.append(report) }
            if report.switched { return try await complete(report, crossing) }
            context.progress.report(
                .warning("switchover attempt abandoned: \(report.reason ?? "?")"))
            if attempt < context.file.limits.switchoverAttempts {
                try await Task.sleep(for: context.file.limits.retryAfter * (1 << (attempt - 1)))
            }
        }
        guard let last else { throw PostgresError.cancelled }
        return last
    }

    /// Opens the way back first: comparing takes as long as reading everything, and whoever wants to go
    /// back must not have to wait for that.
    private func complete(
        _ report: SwitchoverReport, _ crossing: Crossing
    ) async throws -> SwitchoverReport {
        context.progress.report(.phase("way back"))
        // Everybody is connecting anew right now, to a server whose caches are cold.
        try? await Task.sleep(for: .seconds(1))
        var report = report
        var failure: (any Error)?
        do { _ = try await runner.makeReady() } catch { failure = error }
        report.wayBackFailure = failure.map(summary(of:))
        context.progress.report(.phase("certify"))
        DeliberateFault.reach("certify", .before)
        do {
            report.certificate = try await Certifier(crossing: crossing).certify()
        } catch {
            report.uncertified = summary(of: error)
        }
        await crossing.closeSnapshots()
        let completed = report
        runner.recorder.update { $0.switchovers[$0.switchovers.count - 1] = completed }
        if let failure, Task.isCancelled { throw failure }
        return report
    }

    private func refreshMaterializedViews(of side: Side) async throws {
        guard context.file.materializedViews == .refresh else { return }
        context.progress.report(.phase("refresh"))
        try await RefreshMaterializedViews(context: context, side: side).perform()
    }

    private func attemptOnce(
        _ seen: MigrationObservation
    ) async throws -> (SwitchoverReport, Crossing) {
        context.progress.report(.phase("switch over"))
        let attempt = Attempt(number: seen.attempts + 1, origin: seen.serving)
        try await SwitchoverGuards(context: context, origin: attempt.origin).waitForGoodMoment()
        try await PerformLinkStep(context: context).advanceToEnd(seen.carrying.following)
        let gate = try context.makeGate(serving: attempt.origin)
        let crossing = try await Crossing.open(
            context, from: attempt.origin, number: attempt.number,
            token: "\(context.file.name)/\(attempt.number)", gate: gate)
        // Starting a process takes what the rehearsal would then have warmed.
        let standing = try await startGuard(attempt)
        do {
            try await gate.renew()
            try await crossing.rehearse()
        } catch {
            await standing?.dismiss()
            throw error
        }
        let progress = context.progress
        var run = SwitchoverRun(
            Switchover(from: attempt.origin), budget: context.file.limits.maxWritePause
        ) { progress.report(.warning($0)) }
        let effects = CrossingEffects(crossing: crossing, standing: standing)
        await run.drive { effect, left in try await effects.perform(effect, left) }
        // The guard stays until clients can no longer be shut out by a server that forgets.
        await crossing.ends.secure(run.machine.state) { progress.report(.warning($0)) }
        // Told at once, or its clock would run out; it ends a little later, in peace.
        await standing?.dismiss()
        return (try await conclude(run, crossing, attempt), crossing)
    }

    /// Whoever began to connect before the fence and was stopped for long by its machine's load is
    /// inside now; it finds no table that anybody else still reads, and must not stay.
    private func expelLatecomers(_ crossing: Crossing) async throws {
        let fence = crossing.ends.fences[crossing.origin]
        // Where tables are guarded, our own role may log in, and cannot write.
        guard fence.guards.isEmpty else { return }
        let found = try await fence.roles.expel(timeout: .seconds(5))
        guard found > 0 else { return }
        context.progress.report(
            .warning(
                "\(found) sessions had still opened on the \(crossing.origin) and were ended: "
                    + "they connect past the pooler"))
    }

    private func startGuard(_ attempt: Attempt) async throws -> GuardProcess? {
        guard let command = guardCommand?(attempt) else { return nil }
        let process = GuardProcess(command)
        try await process.start()
        return process
    }

    private func conclude(
        _ run: SwitchoverRun, _ crossing: Crossing, _ attempt: Attempt
    ) async throws -> SwitchoverReport {
        let serving = run.machine.state == .switched ? crossing.destination : crossing.origin
        guard await !crossing.ends.isOvertaken(on: serving) else {
            throw Diagnostic(
                .error, .overtaken,
                "another run settled this attempt, and went on, while this program stood still",
                detail: "It was attempt \(attempt.number). Nothing more was done for it.",
                hint: "apus migrate status shows which side serves.")
        }
        try await crossing.ends.conclude()
        if run.machine.state == .switched { try await expelLatecomers(crossing) }
        await crossing.closeWorkingSessions()
        let report = SwitchoverReport(run, attempt)
        if !report.switched { await crossing.closeSnapshots() }
        return report
    }
}

extension SwitchoverReport {
    init(_ run: SwitchoverRun, _ attempt: Attempt) {
        var reason: String?
        if case .abandoned(let why) = run.machine.state { reason = why.description }
        self.init(
            direction: attempt.origin == .source ? "source to target" : "target to source",
            attempt: attempt.number,
            outcome: run.machine.state == .switched ? "switched" : "abandoned", reason: reason,
            writePauseMilliseconds: run.writePause.milliseconds, steps: run.steps,
            began: run.began)
    }
}

/// Performs the effects of an attempt with the sessions that were opened ahead.
private actor CrossingEffects {
    private let crossing: Crossing
    private let standing: GuardProcess?
    private var lastWriter: UInt64 = 0

    init(crossing: Crossing, standing: GuardProcess?) {
        self.crossing = crossing
        self.standing = standing
    }

    func perform(
        _ effect: Switchover.Effect, _ left: @Sendable @escaping () -> Duration
    ) async throws -> Switchover.Event {
        switch effect {
        case .begin:
            try await Journal.begin(
                crossing.number, token: crossing.token, on: crossing.ends.originHome)
        case .holdTraffic:
            // Whoever slept since it began must not hold clients for an attempt that others settled.
            if let decision = try await Journal.decision(
                of: crossing.number, on: crossing.ends.originHome, timeout: left())
            {
                return .decided(decision)
            }
            await standing?.held()
            try await crossing.ends.gate.hold(timeout: left())
        case .fenceOrigin: try await crossing.fence(left)
        case .drain: lastWriter = try await crossing.drain(0, left)
        case .seal: return .sealed(try await crossing.seal(after: lastWriter, left))
        case .decide, .settle, .openDestination, .redirectTraffic, .releaseTraffic, .reopenOrigin,
            .restoreTraffic, .resumeTraffic:
            return try await crossing.ends.perform(effect)
        }
        return .done(effect)
    }
}
