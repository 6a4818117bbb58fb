import MigrationCore

/// What Apus writes down on one server: decisions, and who closed it last.
///
/// Each write is one synchronous transaction that may check what it finds.
struct ServerJournal {
    struct Row {
        /// The process that wrote the attempt down.
        var run: Int
        var decision: Switchover.Decision?
        var end: LSN?
        var isEnded = false
    }

    /// Attempts whose origin is this server.
    var attempts: [Int: Row] = [:]
    var ending: MigrationObservation.Ending?
    /// On the target, in the transaction that brought the rows: the copy that they are.
    var loadedEpoch: String?
    var copiedEpoch: String?
    var builtEpoch: String?
    var verifiedEpoch: String?
    var isSplit = false

    var hasOpenAttempt: Bool { attempts.values.contains { !$0.isEnded } }
}

/// Who keeps clients out of a server, or let them in last: the highest attempt that touched it.
struct Fence {
    var isClosed: Bool
    var attempt = 0
}
