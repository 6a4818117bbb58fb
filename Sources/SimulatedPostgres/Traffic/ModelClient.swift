import MigrationCore

/// A program that writes one row after another and remembers what it was told.
struct ModelClient {
    struct Session {
        let number: Int
        let side: Side
    }

    struct Transaction {
        let row: Int
        let session: Int
        let side: Side
    }

    /// It has a server's address and does not ask the pooler.
    let isDirect: Bool
    var session: Session?
    var transaction: Transaction?
    /// The pooler keeps it waiting.
    var isHeld = false
}

/// What clients were told about the rows that they wrote: the judge at the end.
struct Ledger {
    var acknowledged: [Int] = []
    var refused: [Int] = []
    /// The connection broke while the commit was under way: both are right.
    var unknown: [Int] = []
    /// Every value that a sequence gave to a client.
    var handedOut: Set<Int> = []
}
