package import Diagnostics
import Foundation

/// Brings configuration and state to where the database is, after proving on a copy that nothing
/// is lost by it.
package struct Reconciliation: Sendable {
    /// Before the move or after it.
    package enum Purpose: Hashable, Sendable {
        case reconcile
        case prepare(Preparation)
    }

    /// Where a run can be interrupted; tests end the program at each.
    package enum Step: String, Hashable, Sendable, CaseIterable, Codable {
        case read, planned, proven, firstFile, firstFiles, thenFiles, backup, push
    }

    /// What was found and proven, before anything is changed.
    package struct Proposal: Sendable {
        package let plan: ReconcilePlan
        package let state: StateFile?
        /// nil when a person has to do something first.
        package let verdict: ReconcileVerdict?
        /// nil when the state needs no commands.
        package let transaction: StateTransaction?
        /// Every secret that was met on the way.
        package let redaction: Redaction

        package var isRefused: Bool { verdict?.isRefused ?? true }
    }

    package let relocation: Relocation
    package let run: ToolRun
    package let knowledge: Knowledge
    /// Further options of `plan`, such as `-var-file=…`; never a value.
    package let options: [String]
    package let refreshes: Bool
    package let purpose: Purpose
    /// With a preparation: the change that follows after the move is proposed with it.
    package var announces = false
    private let reached: @Sendable (Step) throws -> Void

    package init(
        _ relocation: Relocation, run: ToolRun, knowledge: Knowledge, options: [String] = [],
        refreshes: Bool = true, purpose: Purpose = .reconcile,
        reached: @escaping @Sendable (Step) throws -> Void = { _ in }
    ) {
        self.relocation = relocation
        self.run = run
        self.knowledge = knowledge
        self.options = options
        self.refreshes = refreshes
        self.purpose = purpose
        self.reached = reached
    }

    // MARK: Proposing

    /// Looks, plans and proves; nothing of the team's is changed, but for files that a killed run was
    /// writing.
    package func propose() async throws -> Proposal {
        try WrittenAhead.finish(in: run.directory, name: relocation.name)
        let configuration = try ConfigurationFiles.read(run.directory, tool: run.tool.kind)
        let state = try await run.pullState()
        try reached(.read)
        let plan = try changeSet(configuration, state)
        try reached(.planned)
        guard plan.byHand.isEmpty else {
            return Proposal(
                plan: plan, state: state, verdict: nil, transaction: nil,
                redaction: redaction(state))
        }
        return try await prove(plan, state)
    }

    private func changeSet(
        _ configuration: ConfigurationFiles, _ state: StateFile?
    ) throws -> ReconcilePlan {
        switch purpose {
        case .reconcile:
            return try ReconcilePlanner.plan(
                relocation, configuration: configuration, state: state,
                dialect: BlockDialect(run.tool.kind, run.tool.version))
        case .prepare(let preparation):
            var plan = try PreparePlanner.plan(
                relocation, preparation, configuration: configuration)
            if announces { try announce(&plan, configuration, state) }
            return plan
        }
    }

    private func prove(_ plan: ReconcilePlan, _ state: StateFile?) async throws -> Proposal {
        var secrets = run
        secrets.redaction = redaction(state)
        let changes = Dictionary(
            plan.files.map { ($0.name, Optional(Data($0.after))) }, uniquingKeysWith: { $1 })
        let workspace = try await ProofWorkspace.make(
            of: secrets, state: state, changes: changes, workspace: try await run.workspace())
        defer { workspace.remove() }
        for command in plan.commands { try await workspace.run.run(command.arguments) }
        let changed = plan.commands.isEmpty ? nil : try await workspace.state()
        let transaction = try changed.map { changed throws(Diagnostic) in
            try StateTransaction(
                before: state ?? changed, changed: changed, commands: plan.commands)
        }
        let verdict = try await verdict(plan, changed ?? state, in: workspace.run)
        try reached(.proven)
        return Proposal(
            plan: plan, state: state, verdict: verdict, transaction: transaction,
            redaction: secrets.redaction)
    }

    private func redaction(_ state: StateFile?) -> Redaction {
        var redaction = run.redaction
        if let state { redaction.collect(from: state) }
        return redaction
    }

    private func verdict(
        _ plan: ReconcilePlan, _ state: StateFile?, in run: ToolRun
    ) async throws -> ReconcileVerdict {
        let planned = try await run.plan(refreshes: refreshes, locks: false, options)
        return verdict(on: planned, plan, state, run.redaction)
    }

    func verdict(
        on planned: Plan, _ plan: ReconcilePlan, _ state: StateFile?, _ redaction: Redaction
    ) -> ReconcileVerdict {
        let judgement = Judgement(planned, knowledge: knowledge, redaction: redaction)
        return ReconcileVerdict(
            judgement, kept: plan.kept.union(dependents(of: plan.kept, in: state)),
            released: Set(plan.released), allowed: allowed,
            changedOutputs: planned.outputChanges.filter { $0.value.action != .keep }.keys.sorted())
    }

    /// Before the move the source may restart: that is what it is prepared for, and it is named.
    private var allowed: [String: Set<Verdict>] {
        guard case .prepare = purpose else { return relocation.allowed }
        return relocation.allowed.merging([relocation.source: [.restarts]]) { $0.union($1) }
    }

    /// What stands on a server that is kept is kept with it: databases, roles, replicas.
    private func dependents(of kept: Set<String>, in state: StateFile?) -> Set<String> {
        let relations = StateRelations(state)
        let plain = Set(kept.map(ReconcilePlanner.plain))
        return Set(
            relations.resources.values.filter { !$0.dependencies.isDisjoint(with: plain) }
                .map(\.address))
    }

    // MARK: Changing

    /// Writes the files, what must not be lost first. Each file is replaced in one piece.
    package func writeFiles(_ plan: ReconcilePlan) throws {
        let together =
            plan.isExchange ? WrittenAhead(plan.files, name: relocation.name) : nil
        try together?.write(in: run.directory)
        for (index, change) in plan.first.enumerated() {
            try write(change)
            if index == 0 { try reached(.firstFile) }
        }
        try reached(.firstFiles)
        for change in plan.then { try write(change) }
        try reached(.thenFiles)
        WrittenAhead.remove(from: run.directory, name: relocation.name)
    }

    private func write(_ change: ReconcilePlan.FileChange) throws {
        try PlacedFile.write(Data(change.after), to: "\(run.directory)/\(change.name)")
    }

    /// Changes the state as it was proven, or not at all; a backup lies beside it first.
    ///
    /// - Returns: the backup's path; nil when there was nothing to do.
    package func changeState(_ proposal: Proposal) async throws -> String? {
        guard let transaction = proposal.transaction else { return nil }
        guard !proposal.isRefused else { throw Self.refused }
        let backup = try transaction.keepBackup(in: run.directory, name: relocation.name)
        try reached(.backup)
        try await transaction.push(with: run)
        try reached(.push)
        return backup
    }

    static let refused = Diagnostic(
        .error, .reconcileRefused, "the change set was refused; nothing was changed",
        hint: "See the table; what may happen all the same is listed under "
            + "`infrastructure.allow` in the migration file.")
}

extension Diagnostic.Code {
    package static let reconcileRefused: Self = "infrastructure.reconcile-refused"
}
