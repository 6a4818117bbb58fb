import MigrationCore

/// A transaction in a server's log.
struct Commit {
    enum Change: Equatable {
        case row(Int)
        /// The initial copy: many rows at once.
        case copied([Int])
        /// The row that the drain of an attempt writes and waits for.
        case marker(attempt: Int)
        /// Bookkeeping that no publication contains.
        case journal
        case truncation
    }

    let change: Change
    /// Where a client, or we, first committed it: what it must never come back to. PostgreSQL does
    /// not know it; the judge does.
    let home: Side

    var isPublished: Bool { change != .journal }
}
