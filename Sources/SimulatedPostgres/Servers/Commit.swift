import MigrationCore

/// A transaction in a server's log.
struct Commit {
    enum Change: Equatable {
        case row(Int)
        /// The initial copy: many rows at once.
        case copied([Int])
        /// The row that the drain of an attempt writes and waits for.
        ///
        /// It is written for every part of the tables, in order; a stream brings its own.
        case marker(attempt: Int, parts: [Int])
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
