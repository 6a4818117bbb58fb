package import MigrationCore
package import MigrationEngine
import PostgresClient
import ServerTestKit

/// Moves a database that is being written to, there, back and there again, and keeps what its
/// clients saw.
package struct Demo: Sendable {
    let setup: DemoSetup
    let progress: any ProgressSink
    /// How this program is told to stand guard, given the migration file and the state folder.
    let guardCommand: @Sendable (Attempt, Stage) -> (program: String, arguments: [String])

    package init(
        _ setup: DemoSetup, progress: any ProgressSink,
        guardCommand:
            @escaping @Sendable (Attempt, Stage) -> (
                program: String, arguments: [String]
            )
    ) {
        self.setup = setup
        self.progress = progress
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
        _ = try await runner.makeReady()
        var moves: [DemoReport.Move] = []
        for side in [Side.target, .source, .target] {
            try await Task.sleep(for: .seconds(setup.seconds))
            moves.append(try await move(to: side, runner, stage))
        }
        try await Task.sleep(for: .seconds(setup.seconds))
        let records = await workload.stop()
        progress.report(.phase("check"))
        return try await conclude(stage, runner, records, moves, began)
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

    private func conclude(
        _ stage: Stage, _ runner: MigrationRunner, _ records: WorkloadRecords,
        _ moves: [DemoReport.Move], _ began: Moment
    ) async throws -> DemoReport {
        let serving = try await Ledger().check(records, on: stage.settings(.target))
        try await waitForReverse(runner)
        let other = try await Ledger().check(records, on: stage.settings(.source))
        let last = try await runner.verifyRows(try await runner.observe().carrying)
        try await EndMigration(runner.context).finish(
            try await runner.observe(), keepFence: false)
        let leftovers = try await Leftovers.find(runner.context)
        await runner.context.close()
        return DemoReport(
            setup: setup, migration: runner.recorder.current, moves: moves, records: records,
            serving: serving, other: other, afterwards: last, leftovers: leftovers, began: began)
    }

    /// The clients have stopped; what they wrote last is still on its way to the other side.
    private func waitForReverse(_ runner: MigrationRunner) async throws {
        for _ in 0..<300 {
            if try await runner.observe().lagBytes == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
