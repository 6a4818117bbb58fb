package import FleetCore

/// What a look at one repository's branches showed; kept, so that the next run looks again only
/// where a branch moved or something else is desired.
package struct ConsumerView: Codable, Sendable, Hashable {
    package var baseName: String
    package var baseCommit: String
    package var branchCommit: String?
    package var desired: Fingerprint
    /// The centre's commit that the base's files are from.
    package var version: String?
    /// Whether the base differs from what is desired.
    package var isNeeded: Bool
    package var change: Fingerprint
    /// How many files would change.
    package var files: Int
    package var notes: [ConsumerChange.Note]
    package var branch: RequestMachine.Branch
    package var body: String

    /// Whether it still says how things are.
    func fits(_ heads: Git.RemoteHeads, _ desired: Fingerprint) -> Bool {
        baseName == heads.base && baseCommit == heads.baseCommit
            && branchCommit == heads.branchCommit && self.desired == desired
    }
}

/// A look with everything that is needed to act on it.
package struct ConsumerLook: Sendable {
    package var view: ConsumerView
    package var baseChange: ConsumerChange
    /// What the branch lacks, counted from the branch with the base merged into it.
    package var branchChange: ConsumerChange?
    /// The branch with the base merged into it; nil when they collide or there is no branch.
    package var mergedTree: String?
    package var branchHoldsBase: Bool
}
