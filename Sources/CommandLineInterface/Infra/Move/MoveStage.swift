import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure
import MigrationCore
import MigrationEngine
import PostgresClient

extension Diagnostic.Code {
    static let moveSwitchedBack: Self = "infrastructure.switched-back"
    static let moveNotApplied: Self = "infrastructure.not-applied"
}

/// Where a whole move plays: it looks at files, state and servers, and does the step that follows.
struct MoveStage {
    let command: Infra.Move
    let opened: RelocationOptions.Opened
    let before: Reconciliation
    let after: Reconciliation
    let migrate: MigrationOptions
    private let began = Date().timeIntervalSince1970

    init(_ command: Infra.Move) async throws {
        self.command = command
        opened = try await command.options.open()
        var words = ["--file", command.options.migration]
        if let folder = command.stateDir { words += ["--state-dir", folder] }
        migrate = try MigrationOptions.parse(words)
        let refreshes = !command.options.noRefresh
        var before = Reconciliation(
            opened.relocation, run: opened.run, knowledge: opened.knowledge,
            options: opened.options, refreshes: refreshes, purpose: .prepare(opened.preparation))
        before.announces = true
        self.before = before
        after = Reconciliation(
            opened.relocation, run: opened.run, knowledge: opened.knowledge,
            options: opened.options, refreshes: refreshes)
    }

    // MARK: Looking

    struct Look {
        let seen: MoveSight
        /// What was found and proven for it.
        let proposal: Reconciliation.Proposal?
        let standing: Reconciliation.Standing
    }

    func look() async throws -> Look {
        let standing = try await standing()
        let (seen, proposal) = try await look(standing)
        return Look(seen: seen, proposal: proposal, standing: standing)
    }

    func standing() async throws -> Reconciliation.Standing {
        if let remote = command.remote { try await before.follow(remote) }
        return try await before.standing()
    }

    private func look(
        _ standing: Reconciliation.Standing
    ) async throws -> (MoveSight, Reconciliation.Proposal?) {
        var seen = MoveSight()
        seen.phase = try await phase(standing)
        switch seen.phase {
        case .notBegun:
            let proposal = try await before.propose()
            seen.before =
                proposal.plan.files.isEmpty && proposal.plan.byHand.isEmpty
                ? .written : .toReview
            seen.isApplied = before.isApplied(proposal)
            return (seen, proposal)
        case .switched, .finished:
            let proposal = try await after.propose()
            seen.after = await files(of: proposal)
            seen.stateFollows = proposal.transaction == nil
            seen.wayBackIsOver = wayBackIsOver(seen.phase)
            return (seen, proposal)
        case .begun, .switchedBack: return (seen, nil)
        }
    }

    private func files(of proposal: Reconciliation.Proposal) async -> MoveSight.Files {
        guard proposal.plan.byHand.isEmpty else { return .toReview }
        if proposal.plan.files.isEmpty { return .written }
        return await after.isReviewed(proposal.plan) ? .reviewed : .toReview
    }

    private func wayBackIsOver(_ phase: MoveSight.Phase) -> Bool? {
        timeLeft(phase).map { $0 <= .zero }
    }

    /// Until the way back ends; nil when nobody said when.
    func timeLeft(_ phase: MoveSight.Phase) -> Duration? {
        guard let text = command.finishAfter, let time = Duration(parsing: text) else { return nil }
        guard case .switched(let at) = phase else { return .zero }
        // Without a record of the switchover it is at least as long as this command looks on.
        return time - .seconds(Date().timeIntervalSince1970 - (at ?? began))
    }

    /// The servers are asked as soon as both can be there.
    private func phase(_ standing: Reconciliation.Standing) async throws -> MoveSight.Phase {
        let folder = migrate.folder(for: try migrate.read())
        if EndMigration.isFinished(folder) { return .finished }
        let wasMoved =
            !standing.targetIsDeclared && !standing.targetIsInState && standing.changeIsThere
        guard standing.targetIsInState || wasMoved else { return .notBegun }
        let (seen, at) = try await migrate.withRunner("status", locked: false) { runner in
            (try await runner.observe(), runner.recorder.current.switchovers.last?.began)
        }
        // What nobody began any more was ended, on another machine.
        guard seen.isBegun else { return wasMoved ? .finished : .notBegun }
        guard seen.switchovers > 0 else { return .begun }
        return seen.serving == .target ? .switched(at: at) : .switchedBack
    }
}
