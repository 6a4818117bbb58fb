/// How much one finding of preflight matters, from harmless to forbidding.
package enum FindingSeverity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case ok
    /// The migration can run; somebody should know this first.
    case warning
    /// It could not be seen. Never ranked as fine.
    case unknown
    /// The migration would fail or lose something.
    case blocker

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (left: FindingSeverity, right: FindingSeverity) -> Bool {
        left.rank < right.rank
    }
}
