import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure
import MigrationCore
import MigrationEngine

extension MoveStage {
    /// - Parameters:
    ///   - look: what was found and proven when it was decided.
    ///   - isNew: the step was not waited at already.
    /// - Returns: whether the way ends here.
    func perform(
        _ step: MoveStep, _ look: Look, isNew: Bool
    ) async throws -> Bool {
        let proposal = look.proposal
        switch step {
        case .proposeBefore: try await propose(before, look, isNew)
        case .waitForServers:
            try await wait(
                "the change before the move to be applied: \(opened.relocation.target) is not there "
                    + "yet as the files say (--apply does it)", isNew, look.standing)
        case .apply: try await applyMerged()
        case .move: try await moveData()
        case .proposeAfter: try await propose(after, look, isNew)
        case .writeAfter: try await writeReviewed(proposal)
        case .changeState: try await changeState(proposal)
        case .waitForEnd: try await waitForEnd(look.seen.phase)
        case .finish: try await finish()
        case .done:
            conclude()
            return true
        case .stopSwitchedBack:
            throw Diagnostic(
                .error, .moveSwitchedBack,
                "the writes were taken back: the source of \(opened.name) serves",
                hint: "Go on with apus migrate switch-over, or end it with apus migrate finish.")
        }
        return false
    }

    private func say(_ text: String) { printLine(text) }

    // MARK: Before a person

    private func propose(
        _ reconciliation: Reconciliation, _ look: Look, _ isNew: Bool
    ) async throws {
        guard let proposal = look.proposal else { return }
        var report = ReconcileReport(proposal, migration: opened.name)
        guard !proposal.isRefused else {
            say(report.text)
            throw ExitCode(report.exitStatus.rawValue)
        }
        if command.options.write {
            try await reconciliation.handOver(
                proposal.plan, by: command.options, into: &report)
            return say(report.text)
        }
        let branch = try await branch(reconciliation)
        if isNew {
            report.done.append(
                "branch \(branch) is at \(try await reconciliation.commit(proposal.plan, on: branch).prefix(12))"
            )
            say(report.text)
            if let remote = command.remote { try await reconciliation.push(branch, to: remote) }
        }
        try await wait("a person's review: merge \(branch)\(whereTo)", isNew, look.standing)
    }

    private var whereTo: String {
        command.remote.map { " on \($0)" } ?? ", and bring what was merged to this folder"
    }

    private func branch(_ reconciliation: Reconciliation) async throws -> String {
        guard await reconciliation.isInRepository else {
            throw Diagnostic(
                .error, .gitFailed, "\(opened.run.directory) is in no git repository",
                hint: "Take --write, which changes the files in the folder.")
        }
        let name = command.options.branch ?? "apus-\(opened.name)"
        return if case .prepare = reconciliation.purpose { name } else { "\(name)-after-move" }
    }

    /// Until files or state are others than they were: a plan is made then, and not before.
    private func wait(
        _ what: String, _ isNew: Bool, _ standing: Reconciliation.Standing
    ) async throws {
        if isNew { say("waiting for \(what)") }
        guard !command.noWait else { throw ExitCode(ExitStatus.unreachable.rawValue) }
        repeat {
            try await Task.sleep(for: .seconds(5))
        } while try await self.standing()
            == standing
    }

    private func waitForEnd(_ phase: MoveSight.Phase) async throws {
        let left = timeLeft(phase) ?? .zero
        say(
            "waiting for the end of the way back, in \(left.components.seconds) s: until then "
                + "apus migrate switch-back takes the writes back")
        guard !command.noWait else { throw ExitCode(ExitStatus.unreachable.rawValue) }
        try await Task.sleep(for: left)
    }

    // MARK: Acting

    private func applyMerged() async throws {
        say("applying what was merged")
        if let verdict = try await before.applyFiles() {
            say(verdict.lines.joined(separator: "\n"))
            throw Diagnostic(
                .error, .reconcileRefused, "the plan is not what was reviewed; nothing was applied",
                hint: "See the table; what may happen all the same is listed under "
                    + "`infrastructure.allow` in the migration file.")
        }
        guard before.isApplied(try await before.propose()) else {
            throw Diagnostic(
                .error, .moveNotApplied,
                "\(opened.relocation.target) is not as the files say after they were applied",
                hint: "See what a plan says: \(opened.run.tool.kind.rawValue) plan")
        }
        say("applied: \(opened.relocation.target) is there")
    }

    private func moveData() async throws {
        let words = ["--file", command.options.migration, "--switch-over"]
        let folder = command.stateDir.map { ["--state-dir", $0] } ?? []
        let outcome = try await Migrate.Run.parse(words + folder).carryOut(heedsWindow: true)
        guard let switchover = outcome.switchover else { return }
        say(ReportText.switchover(switchover))
        guard switchover.switched else {
            throw Diagnostic(
                .error, .abandoned, "the switchover was abandoned: the source serves as before",
                detail: switchover.reason,
                hint: "Nothing was lost. The same command tries it again.")
        }
        try requireProofAndWayBack(switchover)
    }

    private func writeReviewed(_ proposal: Reconciliation.Proposal?) async throws {
        guard let proposal else { return }
        let report = ReconcileReport(proposal, migration: opened.name)
        say(report.text)
        guard !proposal.isRefused else { throw ExitCode(report.exitStatus.rawValue) }
        let names = proposal.plan.files.map(\.name)
        try after.writeFiles(proposal.plan)
        say("written as reviewed: \(names.joined(separator: ", "))")
        if let commit = try await after.commitWritten(names) {
            say("commit \(commit.prefix(12)) on the branch that is checked out")
            if let remote = command.remote { try await after.push(nil, to: remote) }
        }
    }

    private func changeState(_ proposal: Reconciliation.Proposal?) async throws {
        guard let proposal else { return }
        let report = ReconcileReport(proposal, migration: opened.name)
        say(report.text)
        guard !proposal.isRefused else { throw ExitCode(report.exitStatus.rawValue) }
        // Whoever applies what is pushed must not find the old files beside the new state.
        if let remote = command.remote { try await after.push(nil, to: remote) }
        if let backup = try await after.changeState(proposal) { say("backup: \(backup)") }
        say(
            "the state has the new server at "
                + (opened.relocation.address ?? opened.relocation.source))
    }

    private func finish() async throws {
        let words = ["--file", command.options.migration, "--confirm", opened.name]
        let folder = command.stateDir.map { ["--state-dir", $0] } ?? []
        try await Migrate.Finish.parse(words + folder).run()
    }

    private func conclude() {
        say("\(opened.name) is moved: files and state describe the new server")
        if command.finishAfter == nil {
            say(
                "Next, when the way back is not needed any more: apus migrate finish --file "
                    + "\(command.options.migration) --confirm \(opened.name)")
        }
        say("The old server is let go of and goes on existing: delete it when you are sure.")
    }
}
