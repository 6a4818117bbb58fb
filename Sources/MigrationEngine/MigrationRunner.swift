package import Diagnostics
package import MigrationCore
import PostgresCatalog
import PostgresClient

extension Diagnostic.Code {
    package static let rowsDiffer: Self = "verify.rows-differ"
    package static let applyStopped: Self = "catch-up.apply-stopped"
    package static let walCeiling: Self = "source.retained-wal"
}

/// Takes a migration from wherever it is to *ready*: looks, asks the plan, does it, looks again.
package struct MigrationRunner: Sendable {
    package let context: MigrationContext
    package let recorder: ReportRecorder
    let plan: MigrationPlan

    package init(_ context: MigrationContext, recorder: ReportRecorder) {
        self.context = context
        self.recorder = recorder
        plan = MigrationPlan(wantsWayBack: context.file.wayBack == .required)
    }

    package func observe() async throws -> MigrationObservation {
        try await Observer(context).observe()
    }

    /// Works until nothing is left to do before the next switchover.
    package func makeReady() async throws -> MigrationObservation {
        while true {
            try Task.checkCancellation()
            let seen = try await observe()
            let step = plan.next(seen)
            if step == .ready { return seen }
            try await perform(step, seen)
        }
    }

    private func perform(_ step: MigrationStep, _ seen: MigrationObservation) async throws {
        switch step {
        case .begin: try await BeginMigration(context: context).perform()
        case .settle(let attempt): try await settle(attempt)
        case .startOver(let reason): try await startOver(reason)
        case .copy: try await copy()
        case .build:
            try await BuildSchema(
                context: context, programs: try await programs(), epoch: seen.copiedEpoch ?? ""
            ).perform()
        case .link(let link): try await PerformLinkStep(context: context).perform(link)
        case .catchUp: try await catchUp(seen)
        case .verify: try await verify(seen)
        case .stop(let diagnostic): throw diagnostic
        case .finish, .abort:
            throw Diagnostic(
                .error, "migration.ending", "this migration is being ended",
                hint: "Go on with apus migrate \(step == .finish ? "finish" : "abort").")
        case .ready: break
        }
    }

    func programs() async throws -> ClientPrograms {
        try await ClientPrograms.find(
            context.versions.target.major, preferred: context.file.programs)
    }

    private func copy() async throws {
        let programs = try await programs()
        recorder.update { report in
            report.databases = context.databases
            report.versions = [
                "source": "\(context.versions.source)", "target": "\(context.versions.target)",
            ]
        }
        let start = ContinuousClock.now
        let copied = try await InitialCopy(context: context, programs: programs).perform()
        let seconds = (ContinuousClock.now - start).seconds
        recorder.update { report in
            let time = report.phases.first { $0.name == "copy" }?.seconds ?? seconds
            report.copy = .init(
                tables: copied.tables, rows: copied.rows, bytes: copied.bytes, seconds: time)
        }
    }

    private func startOver(_ reason: String) async throws {
        context.progress.report(.warning("starting over: \(reason)"))
        try await Cleanup(context: context).clearTarget()
    }

    package func settle(_ attempt: Attempt) async throws {
        context.progress.report(.phase("settle"))
        let gate = try context.makeGate(serving: attempt.origin)
        let ends = AttemptEnds.open(context, attempt, gate: gate, purpose: "settle")
        var run = SwitchoverRun(
            Switchover(settling: attempt.origin, because: .interrupted),
            budget: context.file.limits.maxWritePause)
        await run.drive { effect, _ in try await ends.perform(effect) }
        try await ends.conclude(run.machine.state)
        await ends.close()
        let outcome = run.machine.state == .switched ? "carried to its end" : "undone"
        context.progress.report(
            .note("switchover attempt \(attempt.number) had been left open and was \(outcome)"))
    }

    // MARK: Catch-up

    private func catchUp(_ seen: MigrationObservation) async throws {
        context.progress.report(.phase("catch up"))
        if let lag = seen.lagBytes { context.progress.report(.lag(bytes: lag)) }
        try await refuseFullLog(seen)
        try await diagnoseApply(seen.carrying)
        try await Task.sleep(for: .milliseconds(100))
    }

    /// The source's health outranks the migration: past the ceiling the slot is given up.
    private func refuseFullLog(_ seen: MigrationObservation) async throws {
        let limit = context.file.limits.retainedWAL
        let retained =
            try await context.maintenance(seen.serving).query(
                """
                SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))::bigint
                FROM pg_replication_slots WHERE starts_with(slot_name, $1)
                """, [context.names.linkPrefix]
            ).single.flatMap { Int64($0) } ?? 0
        guard retained > limit.bytes, seen.switchovers == 0 else { return }
        try await Cleanup(context: context).dropLinks(from: .source)
        throw Diagnostic(
            .error, .walCeiling,
            "the slot held back \(ByteCount(retained)) of log on the source and was given up",
            detail: "The limit is retained_wal: \(limit). Nothing was changed for clients.",
            hint: "Make the target faster or raise the limit, and run apus migrate run again: it "
                + "starts over.")
    }

    /// A subscription that an error switched off would wait for ever.
    private func diagnoseApply(_ link: Link) async throws {
        let states = try await Observer(context).subscriptions(link.subscriber)
        for database in context.databases {
            let name = context.link(link, database)
            guard let state = states[name], !state.isEnabled else { continue }
            throw Diagnostic(
                .error, .applyStopped,
                "the \(link.subscriber) stopped applying changes to \(quoted(identifier: database))",
                detail: "Subscription \(name) was disabled by an error; the server's log names it.",
                hint: "Mend the cause on the \(link.subscriber), then: ALTER SUBSCRIPTION "
                    + "\(quoted(identifier: name)) ENABLE;")
        }
    }

    // MARK: Verification

    package func verifyRows(_ link: Link) async throws -> VerificationReport {
        let report = try await DatabaseVerifier(context: context, link: link).verify()
        recorder.update { $0.verification = report }
        return report
    }

    private func verify(_ seen: MigrationObservation) async throws {
        let report = try await verifyRows(seen.carrying)
        guard report.equal else {
            throw Diagnostic(
                .error, .rowsDiffer, "\(report.differences.count) differences between the servers",
                detail: report.differences.joined(separator: "\n"),
                hint: "Somebody wrote to the target, or a trigger there did. apus migrate abort "
                    + "and run again copies anew.")
        }
        try await context.record(.verified, seen.epoch ?? "", on: .target)
    }
}
