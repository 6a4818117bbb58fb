import MigrationCore

/// A PostgreSQL server, as far as moving a database can tell.
///
/// A log position is the number of transactions before it. What is in the log is visible; what is
/// beyond `flushed` a crash takes away. Clients and our own journal commit synchronously, which
/// also flushes everything before; apply workers do not.
final class ModelServer {
    static let longestSessionStart: Milliseconds = 5

    let side: Side
    private(set) var isUp = true
    private(set) var log: [Commit] = []
    private(set) var flushed = 0
    private(set) var rows: Set<Int> = []
    /// The latest attempt whose marker is visible here, for each part of the tables.
    private(set) var markers: [Int]
    /// The last value handed out. A sequence obeys no transaction; a crash skips values.
    var sequence = 0
    /// Clients' sessions, each with the instant from which others can see it: a session that has
    /// passed the check of LOGIN and still starts is not in `pg_stat_activity`.
    var sessions: [Int: Milliseconds] = [:]
    var fence: Fence
    /// Nil before a migration begins and after it is finished or aborted.
    var journal: ServerJournal?
    var slots: [Channel: ModelSlot] = [:]
    var subscriptions: [Channel: ModelSubscription] = [:]

    init(_ side: Side, parts: Int) {
        self.side = side
        markers = Array(repeating: 0, count: parts)
        fence = Fence(isClosed: side == .target)
    }

    var position: LSN { LSN(position: UInt64(log.count)) }
    var flushedPosition: LSN { LSN(position: UInt64(flushed)) }
    var canCommitForClients: Bool { !fence.isClosed || !sessions.isEmpty }

    /// - Returns: false when a row was here already.
    func commit(_ change: Commit.Change, home: Side, synchronously: Bool) -> Bool {
        log.append(Commit(change: change, home: home))
        defer { if synchronously { flush() } }
        switch change {
        case .row(let row): return rows.insert(row).inserted
        case .copied(let copied):
            rows.formUnion(copied)
            return true
        case .marker(let attempt, let parts): for part in parts { markers[part] = attempt }
        case .truncation: rows = []
        case .journal: break
        }
        return true
    }

    /// Writes to the journal: one transaction, durable when it returns.
    func note(_ write: (inout ServerJournal) -> Void) {
        guard var journal else { return }
        write(&journal)
        self.journal = journal
        _ = commit(.journal, home: side, synchronously: true)
    }

    func flush() {
        flushed = log.count
        for link in subscriptions.keys { subscriptions[link]?.save() }
    }

    func checkpoint() {
        for link in slots.keys { slots[link]?.save() }
    }

    /// Whether something but bookkeeping was committed after the marker of the attempt.
    func wroteAfterMarker(of attempt: Int) -> Bool {
        for commit in log.reversed() where commit.isPublished {
            guard case .marker(attempt, _) = commit.change else { return true }
            return false
        }
        return true
    }
}

extension ModelServer {
    /// Stops in order: nothing is lost but the sessions.
    func shutDown() {
        flush()
        checkpoint()
        stop()
    }

    /// Ends at once: what was not flushed is gone, and slots stand where they were last saved.
    func crash() {
        while log.count > flushed, let lost = log.popLast() {
            if case .row(let row) = lost.change { rows.remove(row) }
        }
        for part in markers.indices { markers[part] = lastMarker(of: part) }
        for link in subscriptions.keys { subscriptions[link]?.forget() }
        for link in slots.keys { slots[link]?.forget() }
        // Values are logged ahead of their use, in steps of 32.
        sequence += 32
        stop()
    }

    func rise() { isUp = true }

    private func lastMarker(of part: Int) -> Int {
        for commit in log.reversed() {
            if case .marker(let attempt, let parts) = commit.change, parts.contains(part) {
                return attempt
            }
        }
        return 0
    }

    private func stop() {
        isUp = false
        sessions = [:]
        for link in subscriptions.keys { subscriptions[link]?.workerRuns = false }
    }
}
