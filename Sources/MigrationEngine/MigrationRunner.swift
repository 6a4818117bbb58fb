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
    package let plan: MigrationPlan
    private let lock: OperatorLock?
    private let keeper: CompanionCommand?

    /// - Parameters:
    ///   - lock: nil where nobody else can be at work, and for commands that only look.
    ///   - keeper: how this program is told to keep snapshots; nil for a copy that starts over when it is
    ///     killed.
    package init(
        _ context: MigrationContext, recorder: ReportRecorder, lock: OperatorLock? = nil,
        keeper: CompanionCommand? = nil
    ) {
        self.lock = lock
        self.keeper = keeper
        self.context = context
        self.recorder = recorder
        plan = MigrationPlan(
            wantsWayBack: context.file.wayBack == .required,
            wantsStreams: context.file.limits.streams.wantsSeveral)
    }

    package func observe() async throws -> MigrationObservation {
        try await Observer(context).observe()
    }

    /// Works until nothing is left to do before the next switchover.
    package func makeReady() async throws -> MigrationObservation {
        var hasBegun = false
        var patience = CatchUpPatience()
        var streams = StreamWatch(context)
        let start = ContinuousClock.now
        while true {
            try Task.checkCancellation()
            try await lock?.keep()
            let seen = try await streams.look(try await observe())
            let step = plan.next(seen)
            guard step != .begin || !hasBegun else {
                throw Diagnostic(
                    .error, .nothingToEnd, "the migration was ended by somebody else meanwhile",
                    hint: "apus migrate status shows what there is.")
            }
            hasBegun = true
            if step == .verify || step == .ready, seen.switchovers == 0 {
                try await ProveApply(context: context, link: seen.carrying).perform()
            }
            if step == .ready { return seen }
            DeliberateFault.reach(step.place, .before)
            if step == .catchUp { try await refuseStandstill(&patience, seen, since: start) }
            try await watchingLog(seen) { try await perform(step, seen) }
            DeliberateFault.reach(step.place, .after)
        }
    }

    private func perform(_ step: MigrationStep, _ seen: MigrationObservation) async throws {
        switch step {
        case .begin: try await BeginMigration(context: context).perform()
        case .settle(let attempt): try await settle(attempt)
        case .startOver(let reason): try await startOver(reason)
        case .copy: try await copy()
        case .build:
            // A run that was killed right behind its copy had not given them up.
            try await KeptSnapshots(context: context).forget()
            try await BuildSchema(
                context: context, programs: try await programs(), epoch: seen.copiedEpoch ?? ""
            ).perform()
        case .link(let link): try await PerformLinkStep(context: context).perform(link)
        case .addStreams: try await addStreams(seen)
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
        let context = context
        recorder.update { report in
            report.databases = context.databases
            report.versions = [
                "source": "\(context.versions.source)", "target": "\(context.versions.target)",
                "pg_dump": "\(programs.major)",
            ]
        }
        let start = ContinuousClock.now
        let copied = try await ThrottleWatch.minding(context) {
            try await InitialCopy(context: context, programs: programs, keeper: keeper).perform()
        }
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
        let progress = context.progress
        progress.report(.phase("settle"))
        let ends = AttemptEnds.open(
            context, attempt, gate: try context.makeGate(serving: attempt.origin),
            purpose: "settle")
        let settling = SettleAttempt(ends: ends) { progress.report(.warning($0)) }
        for side in Side.allCases { try await settling.endPredecessors(on: side) }
        let settlement = await settling.perform()
        try await settling.conclude(settlement)
        await ends.close()
        progress.report(
            .note(
                "switchover attempt \(attempt.number) had been left open and was "
                    + settlement.words))
    }

    // MARK: Catch-up

    private func catchUp(_ seen: MigrationObservation) async throws {
        context.progress.report(.phase("catch up"))
        if let lag = seen.lagBytes { context.progress.report(.lag(bytes: lag)) }
        if seen.switchovers == 0 { try await refuseFullLog(of: .source) }
        try await Task.sleep(for: .milliseconds(100))
    }

    /// A subscriber that stands still would keep us, and the publisher's log, for ever.
    private func refuseStandstill(
        _ patience: inout CatchUpPatience, _ seen: MigrationObservation,
        since start: ContinuousClock.Instant
    ) async throws {
        let proof = ProveApply(context: context, link: seen.carrying)
        try await proof.refuse(
            patience.look(
                applied: seen.links[seen.carrying]?.slotPosition, lag: seen.lagBytes,
                errors: try await proof.errors(), at: ContinuousClock.now - start))
    }

    /// The slot holds the log back whatever else is done, so it is looked at all the while.
    private func watchingLog(
        _ seen: MigrationObservation, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard seen.isBegun, seen.switchovers == 0, seen.openAttempt == nil else {
            return try await body()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(operation: body)
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(2))
                    try await refuseFullLog(of: .source)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// The source's health outranks the migration: past the ceiling the slot is given up.
    private func refuseFullLog(of side: Side) async throws {
        let limit = context.file.limits.retainedWAL
        let retained =
            try await context.maintenance(side).query(
                """
                SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))::bigint
                FROM pg_replication_slots WHERE slot_name ~ $1
                """, [context.names.linkPattern]
            ).single.flatMap { Int64($0) } ?? 0
        guard retained > limit.bytes else { return }
        try await Cleanup(context: context).dropLinks(from: side)
        try await KeptSnapshots(context: context).forget()
        throw Diagnostic(
            .error, .walCeiling,
            "the slot held back \(ByteCount(retained)) of log on the \(side) and was given up",
            detail: "The limit is retained_wal: \(limit). Nothing was changed for clients.",
            hint: "Make the target faster or raise the limit, and run apus migrate run again: it "
                + "starts over.")
    }

    // MARK: Verification

    /// Compares schemas and every row of both sides of a link.
    package func verifyRows(_ link: Link) async throws -> VerificationReport {
        let context = context
        var report: VerificationReport
        do {
            report = try await ThrottleWatch.minding(context, mayWrite: link.number == 0) {
                try await DatabaseVerifier(context: context, link: link).verify()
            }
        } catch let error as PostgresError where error.sqlState != nil {
            // A table or a column that only one side has.
            guard let changed = try await context.changedDatabase(on: link.publisher) else {
                throw error
            }
            throw Diagnostic.schemaChanged(changed, on: link.publisher)
        }
        report.schemaDifferences = try await SchemaComparison(
            context: context, programs: try await programs()
        ).differences()
        recorder.update { $0.verification = report }
        return report
    }

    private func verify(_ seen: MigrationObservation) async throws {
        let report = try await verifyRows(seen.carrying)
        guard report.equal else { throw Diagnostic.rowsDiffer(report, seen) }
        try await warnOfLargeObjects(seen.carrying)
        for difference in report.schemaDifferences {
            context.progress.report(.warning("the schemas differ: \(difference)"))
        }
        try await context.replace(.timelines, with: [seen.timelines.text], on: .target)
        guard seen.switchovers == 0 else { return }
        try await context.record(.verified, seen.epoch ?? "", on: .target)
    }

    /// It is the switchover that refuses them; hearing of it now saves the way there.
    private func warnOfLargeObjects(_ link: Link) async throws {
        guard context.file.largeObjects == .copy else { return }
        for database in context.databases {
            let comparison = LargeObjectComparison(
                origin: await context.connection(link.publisher, database),
                destination: await context.connection(link.subscriber, database))
            for difference in try await comparison.differences() {
                context.progress.report(
                    .warning(
                        "large object \(difference) on the \(link.publisher) since it was copied"))
            }
        }
    }
}

extension Diagnostic {
    static func rowsDiffer(
        _ report: VerificationReport, _ seen: MigrationObservation
    ) -> Diagnostic {
        let subscriber = seen.carrying.subscriber
        return Diagnostic(
            .error, .rowsDiffer, "\(report.differences.count) differences between the servers",
            detail: report.differences.joined(separator: "\n"),
            hint: seen.switchovers == 0
                ? "Somebody wrote to the target, or a trigger there did, or one of the servers "
                    + "failed over and lost its last changes. apus migrate abort and run again "
                    + "copies anew."
                : "The \(subscriber) can no longer take over: stay on the \(seen.serving), and end "
                    + "the migration with apus migrate finish.")
    }
}
