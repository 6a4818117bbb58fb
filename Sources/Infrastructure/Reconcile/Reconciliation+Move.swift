import Diagnostics
import Foundation
import HCL

// What one command for the whole way needs: the change after the move is reviewed together with the
// one before it, and found again when its time has come.
extension Reconciliation {
    /// Where the two servers stand, without a plan.
    package struct Standing: Hashable, Sendable {
        /// The files declare the target.
        package let targetIsDeclared: Bool
        package let targetIsInState: Bool
        /// The change after the move lies beside the files.
        package let changeIsThere: Bool
        /// The files as they are, and the state's serial and lineage: whoever waits sees here that
        /// something happened.
        private let files: [String: [UInt8]]
        private let serial: Int64?
        private let lineage: String?

        fileprivate init(
            _ configuration: ConfigurationFiles, _ state: StateFile?, target: String,
            changeIsThere: Bool
        ) {
            targetIsDeclared = configuration.isMentioned([target])
            targetIsInState = StateRelations(state).contains(target)
            self.changeIsThere = changeIsThere
            files = configuration.documents.mapValues(\.bytes)
            serial = state?.serial
            lineage = state?.lineage
        }
    }

    package func standing() async throws -> Standing {
        try WrittenAhead.finish(in: run.directory, name: relocation.name)
        return Standing(
            try ConfigurationFiles.read(run.directory, tool: run.tool.kind),
            try await stateWithModules(), target: relocation.target,
            changeIsThere: reviewed != nil)
    }

    /// A merged change may call a module that nobody installed here yet: then not even the state
    /// can be read.
    private func stateWithModules() async throws -> StateFile? {
        do {
            return try await run.pullState()
        } catch let diagnostic as Diagnostic where diagnostic.detail?.contains(" init") == true {
            try await run.installModules()
            return try await run.pullState()
        }
    }

    // MARK: Before the move

    /// Adds the change that follows after the move to the one before it, as a patch to be reviewed.
    func announce(
        _ plan: inout ReconcilePlan, _ configuration: ConfigurationFiles, _ state: StateFile?
    ) throws {
        // Once the target is in the files, what follows is there already or was left out.
        guard plan.byHand.isEmpty, !configuration.isMentioned([relocation.target]) else { return }
        guard relocation.oldServer == .released, relocation.address == nil else {
            return plan.notes.append(
                "the change after the move gives the old server another address, and gets a review "
                    + "of its own then")
        }
        let after = try planAfter(plan, configuration, state)
        guard after.byHand.isEmpty else {
            plan.notes += after.byHand.map {
                "after the move, by hand: \($0.file):\($0.line): \($0.write)"
            }
            return
        }
        let change = ReviewedChange(after.files, migration: relocation.name)
        guard !change.bytes.isEmpty else { return }
        plan.first.append(
            .init(
                name: ReviewedChange.name(relocation.name), before: reviewed?.bytes,
                after: change.bytes))
    }

    private func planAfter(
        _ plan: ReconcilePlan, _ configuration: ConfigurationFiles, _ state: StateFile?
    ) throws -> ReconcilePlan {
        var prepared = configuration
        for change in plan.files {
            prepared.replace(change.name, by: try Document.read(change.after))
        }
        var later = relocation
        later.also += plan.pairs
        return try ReconcilePlanner.plan(
            later, configuration: prepared, state: state,
            dialect: BlockDialect(run.tool.kind, run.tool.version))
    }

    /// Whether the servers are there as the files say: an update that a provider plans for ever is
    /// not waited for, and preflight sees what is really missing.
    package func isApplied(_ proposal: Proposal) -> Bool {
        let rows = proposal.verdict?.rows ?? []
        return !rows.contains { row in
            row.change == .creates && ReconcileVerdict.isAt(row.address, relocation.target)
                || row.change == .restarts && ReconcileVerdict.isAt(row.address, relocation.source)
        }
    }

    // MARK: After it

    private var reviewed: ReviewedChange? {
        FileManager.default.contents(
            atPath: "\(run.directory)/\(ReviewedChange.name(relocation.name))"
        ).map { ReviewedChange(bytes: Array($0)) }
    }

    /// Whether the change of the files was reviewed before the move, line by line.
    ///
    /// In a repository the review is in the commit that is checked out; elsewhere it is in the
    /// folder.
    package func isReviewed(_ plan: ReconcilePlan) async -> Bool {
        guard let reviewed else { return false }
        if let repository = await GitRepository.containing(run.directory) {
            let name = ReviewedChange.name(relocation.name)
            guard await repository.committed(name) == reviewed.bytes else { return false }
        }
        return reviewed.covers(ReviewedChange(plan.files, migration: relocation.name))
    }

    // MARK: Applying

    /// Applies what the files say before the move, when the plan is what was shown.
    ///
    /// - Returns: why not; nil when it was applied, or when there was nothing to do.
    package func applyFiles() async throws -> ReconcileVerdict? {
        let state = try await run.pullState()
        var secrets = run
        if let state { secrets.redaction.collect(from: state) }
        return try await secrets.withPlan(refreshes: refreshes, options) { planned, file in
            let verdict = verdict(
                on: planned, ReconcilePlan.keeping(relocation.source), state, secrets.redaction)
            guard !verdict.isRefused else { return verdict }
            guard verdict.rows.contains(where: { $0.change != .keeps }) else { return nil }
            try await secrets.run(["apply", "-input=false", "-no-color", file])
            return nil
        }
    }

    // MARK: The repository

    package var isInRepository: Bool {
        get async { await GitRepository.containing(run.directory) != nil }
    }

    /// Commits files that were written on the branch that is checked out; nothing else is touched.
    ///
    /// - Returns: the commit; nil when they were committed already, or there is no repository.
    package func commitWritten(_ names: [String]) async throws -> String? {
        guard let repository = await GitRepository.containing(run.directory) else { return nil }
        return try await repository.commitHere(names, message: message)
    }

    package func push(_ branch: String?, to remote: String) async throws {
        try await GitRepository.containing(run.directory)?.push(branch, to: remote)
    }

    /// Brings what was merged here; refuses where both sides went on.
    package func follow(_ remote: String) async throws {
        try await GitRepository.containing(run.directory)?.follow(remote)
    }
}

extension ReconcilePlan {
    static func keeping(_ address: String) -> ReconcilePlan {
        var plan = ReconcilePlan()
        plan.kept = [address]
        return plan
    }
}
