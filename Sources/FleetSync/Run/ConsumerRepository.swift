package import FleetCore

/// One repository of the fleet, looked at and changed through a bare clone on this machine.
package struct ConsumerRepository: Sendable {
    package let consumer: Consumer
    let fleet: FleetFile
    let centre: Centre
    package let git: Git

    /// - Parameter configuration: what git is told to be let in.
    package init(
        _ consumer: Consumer, fleet: FleetFile, centre: Centre, folder: FleetFolder,
        configuration: [String: String]
    ) async throws {
        self.consumer = consumer
        self.fleet = fleet
        self.centre = centre
        let path = folder.clone(consumer.fileName)
        _ = try await Git.bare(path, borrowing: ["\(centre.store.folder ?? "")/objects"])
        git = Git(path, secretConfiguration: configuration)
    }

    private var branch: String { fleet.request.branch }

    // MARK: Looking

    /// Fetches both branches and compares them with what is desired.
    ///
    /// - Parameter merged: the commit of the branch that a request was merged at last. Where it was
    ///   squashed the base does not know the branch's commits, and yet what people added is in it.
    package func look(
        _ heads: Git.RemoteHeads, _ desired: DesiredFiles, _ target: CentreSnapshot,
        merged: String? = nil
    ) async throws -> ConsumerLook {
        try await git.fetch(consumer.address, heads, branch: branch)
        let base = try await change(heads.baseCommit, desired, target)
        var look = ConsumerLook(
            view: ConsumerView(
                baseName: heads.base, baseCommit: heads.baseCommit,
                branchCommit: heads.branchCommit, desired: desired.fingerprint,
                version: base.lock?.centre, isNeeded: base.change.isNeeded,
                change: base.change.fingerprint,
                files: base.change.writes.count + base.change.removals.count,
                notes: base.change.notes, branch: .absent,
                body: try await body(base.change, since: base.lock?.centre, target)),
            baseChange: base.change, branchHoldsBase: true)
        if let tip = heads.branchCommit {
            let isForeign = try await hasForeignCommits(tip, heads.baseCommit, merged)
            try await lookAtBranch(tip, heads.baseCommit, isForeign, desired, target, &look)
        }
        return look
    }

    /// Whether people's commits are on the branch that neither the base nor a merged request has.
    private func hasForeignCommits(
        _ tip: String, _ base: String, _ merged: String?
    ) async throws -> Bool {
        var known = [base]
        if let merged, try await git.commit(merged) != nil { known.append(merged) }
        return try await git.log(tip, without: known).contains {
            !FleetCommit.isOurs($0.message, fleet: fleet.name)
        }
    }

    private func lookAtBranch(
        _ tip: String, _ base: String, _ isForeign: Bool, _ desired: DesiredFiles,
        _ target: CentreSnapshot, _ look: inout ConsumerLook
    ) async throws {
        let isInBase = try await git.isAncestor(tip, of: base)
        look.branchHoldsBase = try await git.isAncestor(base, of: tip)
        look.mergedTree =
            look.branchHoldsBase
            ? try await git.run(["rev-parse", "\(tip)^{tree}"]).line
            : try await git.mergedTree(base, tip)
        let baseTree = try await git.run(["rev-parse", "\(base)^{tree}"]).line
        if isInBase || look.mergedTree == baseTree {
            look.view.branch = .stale(hasForeignCommits: isForeign)
            return
        }
        let change = try await change(look.mergedTree ?? tip, desired, target).change
        look.branchChange = change
        let mustStartAnew = look.mergedTree == nil && !isForeign
        look.view.branch = .present(
            isCurrent: !change.isNeeded && !mustStartAnew, hasForeignCommits: isForeign)
    }

    /// What a commit or tree lacks of what is desired, with edits on both sides joined.
    private func change(
        _ revision: String, _ desired: DesiredFiles, _ target: CentreSnapshot
    ) async throws -> (change: ConsumerChange, lock: ConsumerLock?) {
        let there = try await git.tree(revision)
        let lockPath = ConsumerLock.path(fleet: fleet.name)
        var lock: ConsumerLock?
        if let version = there[lockPath], let bytes = try await git.blob(version.blob) {
            // A lock that cannot be read is a lock that was lost.
            lock = try? ConsumerLock.read(bytes)
        }
        let isUnknown = desired.entries.contains { path, entry in
            guard lock?.files[path] == nil, let version = there[path] else { return false }
            return version != entry.version
        }
        let known = isUnknown ? try await centre.everyBlob(upTo: target.commit) : []
        var change = ConsumerChange(
            fleet: fleet.name, centre: target.commit, lock: lock, desired: desired, there: there,
            isFromCentre: { known.contains($0.blob) })
        var outcomes: [String: ConsumerChange.MergeOutcome] = [:]
        for merge in change.merges { outcomes[merge.path] = try await git.merged(merge) }
        change.settle(outcomes)
        return (change, lock)
    }

    private func body(
        _ change: ConsumerChange, since version: String?, _ target: CentreSnapshot
    ) async throws -> String {
        var changes: [CentralChange] = []
        if let version {
            changes = try await centre.changes(
                from: version, to: target.commit, touching: consumer.sources(in: target.fleet))
        }
        return RequestBody(
            fleet: fleet.name, centreURL: fleet.centreURL, changes: changes, change: change
        ).text
    }

    // MARK: Changing

    /// The tree that the base would have.
    package func proposedTree(_ look: ConsumerLook) async throws -> String {
        try await tree(look.view.baseCommit, look.baseChange)
    }

    /// Brings the branch to what is desired, on top of what is on it.
    ///
    /// - Returns: the new commit; nil when somebody else moved the branch meanwhile.
    package func push(_ look: ConsumerLook, centre commit: String) async throws -> String? {
        let view = look.view
        var made = Git.NewCommit(
            parents: [view.baseCommit],
            message: FleetCommit.message(
                title: fleet.request.title, fleet: fleet.name, centre: commit),
            author: .init(name: fleet.request.authorName, email: fleet.request.authorEmail))
        if let tip = view.branchCommit, view.branch.continues, let change = look.branchChange,
            look.mergedTree != nil || view.branch.hasForeignCommits
        {
            made.parents = [tip]
            if !look.branchHoldsBase, look.mergedTree != nil {
                made.parents.append(view.baseCommit)
            }
            made.tree = look.mergedTree
            add(change, to: &made)
        } else {
            add(look.baseChange, to: &made)
            // A stale branch that people went on with keeps their commits as a second parent.
            if view.branch.hasForeignCommits, let tip = view.branchCommit {
                made.parents.append(tip)
            }
        }
        let name = try await git.make(made)
        let outcome = try await git.push(
            name, to: branch, at: consumer.address, expecting: view.branchCommit)
        return outcome == .done ? name : nil
    }

    /// - Returns: whether the branch was still where it was seen.
    package func deleteBranch(_ view: ConsumerView) async throws -> Bool {
        try await git.push(
            nil, to: branch, at: consumer.address, expecting: view.branchCommit) == .done
    }

    private func add(_ change: ConsumerChange, to commit: inout Git.NewCommit) {
        let lockPath = ConsumerLock.path(fleet: fleet.name)
        commit.writes = change.writes
        commit.removals = change.removals
        if change.lock.files.isEmpty {
            commit.removals.insert(lockPath)
        } else {
            commit.contents[lockPath] = change.lock.bytes
        }
    }

    private func tree(_ base: String, _ change: ConsumerChange) async throws -> String {
        let lockPath = ConsumerLock.path(fleet: fleet.name)
        var writes = change.writes
        var removals = change.removals
        if change.lock.files.isEmpty {
            removals.insert(lockPath)
        } else {
            writes[lockPath] = FileVersion(try await git.store(change.lock.bytes))
        }
        return try await git.tree(base, writing: writes, removing: removals)
    }
}

extension RequestMachine.Branch {
    /// Whether the branch is built upon, and not begun anew.
    fileprivate var continues: Bool {
        if case .present = self { true } else { false }
    }
}

extension Consumer {
    /// The paths of the centre that this repository gets something from.
    func sources(in fleet: FleetFile) -> [String] {
        let features = features.compactMap { fleet.features[$0] }
        let paths =
            features.flatMap { $0.vendor.map(\.from) }
            + features.flatMap { $0.templates.flatMap { [$0.from] + $0.with } }
        return Set(paths).sorted()
    }
}
