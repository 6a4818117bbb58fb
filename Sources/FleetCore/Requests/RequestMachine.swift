/// Brings one repository's branch and request to where they belong.
///
///     push ─► open ─► label ─► upToDate
///       └──► update ──┘
///     close ─► deleteBranch ─► nothing
///
/// What exists is looked up at the beginning of each run, so there is no resuming: after a kill
/// the same facts give the same next step. A request is only opened when none is open, and the
/// branch is never forced over a commit that somebody else made.
package struct RequestMachine: Equatable, Sendable {
    /// What is on the fleet's branch.
    package enum Branch: Hashable, Sendable, Codable {
        case absent
        /// Left over: its request was merged or closed, or all of it is in the base already.
        case stale(hasForeignCommits: Bool)
        /// - Parameters:
        ///   - isCurrent: whether it holds what is desired.
        ///   - hasForeignCommits: whether people added commits to it.
        case present(isCurrent: Bool, hasForeignCommits: Bool)

        package var hasForeignCommits: Bool {
            switch self {
            case .absent: false
            case .stale(let foreign), .present(_, let foreign): foreign
            }
        }
    }

    package enum Request: Equatable, Sendable {
        /// The forge has none, or this is plain git.
        case none
        /// - Parameter isCurrent: whether title, body, labels and reviewers are as wanted.
        case open(number: Int, isCurrent: Bool)
        /// A person closed it without merging.
        case declined(number: Int, Fingerprint?)
    }

    package enum Step: Equatable, Sendable {
        case push
        case open
        case update(Int)
        case close(Int)
        case deleteBranch
    }

    package enum Ending: Equatable, Sendable {
        case nothingToDo
        case upToDate
        /// Plain git: the branch stands, and there is nothing to open.
        case branchOnly
        /// A person closed a request for the same change.
        case declined(number: Int)
        /// The change is no longer needed, but people's commits are on the branch.
        case obsoleteWithForeignCommits
    }

    package enum Event: Equatable, Sendable {
        case pushed
        case opened(number: Int)
        case updated
        case closed
        case branchDeleted
    }

    /// Whether the base differs from what is desired.
    package let isNeeded: Bool
    /// Of the change that is needed.
    package let change: Fingerprint
    package let forgeHasRequests: Bool
    package private(set) var branch: Branch
    package private(set) var request: Request

    package init(
        isNeeded: Bool, change: Fingerprint, forgeHasRequests: Bool, branch: Branch,
        request: Request
    ) {
        self.isNeeded = isNeeded
        self.change = change
        self.forgeHasRequests = forgeHasRequests
        self.branch = branch
        self.request = request
    }

    /// What remains to be done; nil when the ending is reached.
    package var next: Step? { isNeeded ? nextWhenNeeded : nextWhenObsolete }

    /// How it stands when nothing remains to be done.
    package var ending: Ending {
        if !isNeeded {
            return branch.hasForeignCommits ? .obsoleteWithForeignCommits : .nothingToDo
        }
        if let declined { return .declined(number: declined) }
        return forgeHasRequests ? .upToDate : .branchOnly
    }

    private var declined: Int? {
        if case .declined(let number, change) = request { number } else { nil }
    }

    private var nextWhenNeeded: Step? {
        if declined != nil { return nil }
        switch branch {
        case .absent, .stale, .present(isCurrent: false, _): return .push
        case .present(isCurrent: true, _): break
        }
        guard forgeHasRequests else { return nil }
        switch request {
        case .none, .declined: return .open
        case .open(let number, isCurrent: false): return .update(number)
        case .open(_, isCurrent: true): return nil
        }
    }

    private var nextWhenObsolete: Step? {
        if branch.hasForeignCommits { return nil }
        if case .open(let number, _) = request { return .close(number) }
        return branch == .absent ? nil : .deleteBranch
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .pushed:
            branch = .present(isCurrent: true, hasForeignCommits: branch.hasForeignCommits)
        case .opened(let number): request = .open(number: number, isCurrent: true)
        case .updated:
            if case .open(let number, _) = request {
                request = .open(number: number, isCurrent: true)
            }
        case .closed: request = .none
        case .branchDeleted: branch = .absent
        }
    }
}
