package import MigrationCore
package import MigrationEngine
import PostgresClient
import ServerTestKit

/// Moves a database that is being written to, there, back and there again, and keeps what its
/// clients saw.
package struct Demo: Sendable {
    let setup: DemoSetup
    let progress: any ProgressSink
    /// Who runs it, for the migration's own report.
    let run: CommandRun
    /// How this program is told to stand guard, given the migration file and the state folder.
    let guardCommand: @Sendable (Attempt, Stage) -> CompanionCommand

    package init(
        _ setup: DemoSetup, progress: any ProgressSink, run: CommandRun,
        guardCommand: @escaping @Sendable (Attempt, Stage) -> CompanionCommand
    ) {
        self.setup = setup
        self.progress = progress
        self.run = run
        self.guardCommand = guardCommand
    }

    package func run() async throws -> DemoReport {
        progress.report(.phase("start servers"))
        var stageSetup = Stage.Setup()
        stageSetup.from = setup.from
        stageSetup.to = setup.to
        let stage = try await Stage.start(stageSetup)
        do {
            let report = try await perform(on: stage)
            await stage.end()
            return report
        } catch {
            await stage.end()
            throw error
        }
    }

    private func perform(on stage: Stage) async throws -> DemoReport {
        progress.report(.phase("load"))
        let profile = try await load(stage)
        let workload = try await startWriting(stage, profile)
        let began = Moment.now
        let runner = try await stage.runner(progress)
        runner.recorder.begin(run)
        let (moves, checked) = try await runner.watched {
            _ = try await runner.preflight()
            _ = try await runner.makeReady()
            var moves: [DemoReport.Move] = []
            for side in [Side.target, .source, .target] {
                runner.recorder.report(.phase("serve"))
                try await Task.sleep(for: .seconds(setup.seconds))
                moves.append(try await move(to: side, runner, stage))
            }
            runner.recorder.report(.phase("serve"))
            try await Task.sleep(for: .seconds(setup.seconds))
            let records = await workload.stop()
            progress.report(.phase("check"))
            return (moves, try await check(stage, runner, records))
        }
        await runner.context.close()
        runner.recorder.endRun("done")
        return DemoReport(
            setup: setup, migration: whole(runner, stage), moves: moves, checked: checked,
            began: began)
    }

    /// The stage goes, and its records with it.
    private func whole(_ runner: MigrationRunner, _ stage: Stage) -> MigrationReport {
        runner.recorder.write(in: StateFolder(path: stage.stateFolder))
        return .readWhole(StateFolder(path: stage.stateFolder), migration: "demo")
    }

    private func load(_ stage: Stage) async throws -> any WorkloadProfile {
        let fixtures = try Fixtures.newest()
        try await fixtures.createDatabase(
            stage.setup.database, owner: stage.setup.role, on: stage.source.settings())
        var owner = stage.settings(.source)
        owner["user"] = stage.setup.role
        try await fixtures.makePgbench(
            scale: setup.scale, addsHistoryKey: false, on: owner)
        guard let pagila = setup.pagila else { return PgbenchProfile(scale: setup.scale) }
        try await fixtures.loadPagila(
            from: pagila, owner: stage.setup.role, on: stage.settings(.source))
        return PagilaProfile()
    }

    private func startWriting(
        _ stage: Stage, _ profile: any WorkloadProfile
    ) async throws -> Workload {
        try await Ledger().create(on: stage.clientSettings)
        var workloadSetup = WorkloadSetup(
            stage.clientSettings, clients: setup.clients,
            usesPrepared: stage.pooler.setup.installation.keepsPreparedStatements)
        workloadSetup.profile = profile
        workloadSetup.pace = setup.rate > 0 ? .open(perSecond: setup.rate) : .saturating
        let workload = Workload(workloadSetup)
        workload.start()
        _ = try await workload.waitForAcknowledgements(100)
        return workload
    }

    private func move(
        to side: Side, _ runner: MigrationRunner, _ stage: Stage
    ) async throws -> DemoReport.Move {
        let begin = Moment.now
        let guardCommand = guardCommand
        let report = try await PerformSwitchover(runner) { guardCommand($0, stage) }
            .perform(to: side)
        return DemoReport.Move(report: report, begin: begin, end: Moment.now)
    }

    /// Compares both sides with the clients' ledger, and ends the migration.
    private func check(
        _ stage: Stage, _ runner: MigrationRunner, _ records: WorkloadRecords
    ) async throws -> DemoReport.Checked {
        let serving = try await Ledger().check(records, on: stage.settings(.target))
        try await waitForReverse(runner)
        let other = try await Ledger().check(records, on: stage.settings(.source))
        let last = try await runner.verifyRows(try await runner.observe().carrying)
        try await EndMigration(runner.context).finish(
            try await runner.observe(), keepFence: false)
        return DemoReport.Checked(
            records: records, serving: serving, other: other, afterwards: last,
            leftovers: try await Leftovers.find(runner.context))
    }

    /// The clients have stopped; what they wrote last is still on its way to the other side.
    private func waitForReverse(_ runner: MigrationRunner) async throws {
        for _ in 0..<300 {
            if try await runner.observe().lagBytes == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
