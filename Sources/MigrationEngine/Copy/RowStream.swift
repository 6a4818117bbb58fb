import Foundation
import PostgresClient

/// Rows on their way from the session that reads them to the workers that write them, each row to
/// one of them. Whoever has to wait does so on its own thread.
///
/// Everything but the condition is touched only while the condition is locked.
final class RowStream: @unchecked Sendable {
    private let condition = NSCondition()
    private var batches: [[UInt8]] = []
    private var waiting = 0
    private var state = State.open

    private enum State {
        case open
        case ended
        case failed(PostgresError)
    }

    /// Bytes that may wait for a writer; a row that is larger waits alone.
    private static let capacity = 2 << 20

    /// Hands over rows; waits while the writers have enough.
    func push(_ rows: [UInt8]) throws(PostgresError) {
        try lockedWaiting { () throws(PostgresError) -> Void? in
            if case .failed(let error) = state { throw error }
            guard batches.isEmpty || waiting + rows.count <= Self.capacity else { return nil }
            batches.append(rows)
            waiting += rows.count
            return ()
        }
    }

    /// The next rows; waits while there are none yet, nil when all are taken.
    func pop() throws(PostgresError) -> [UInt8]? {
        try lockedWaiting { () throws(PostgresError) -> [UInt8]?? in
            if case .failed(let error) = state { throw error }
            guard !batches.isEmpty else { return isOpen ? nil : .some(nil) }
            let rows = batches.removeFirst()
            waiting -= rows.count
            return rows
        }
    }

    func end() { close(.ended) }

    /// Nobody gets or hands over anything any more.
    func fail(_ error: PostgresError) { close(.failed(error)) }

    private func close(_ end: State) {
        condition.lock()
        defer { condition.unlock() }
        if isOpen { state = end }
        condition.broadcast()
    }

    private var isOpen: Bool { if case .open = state { true } else { false } }

    /// Asks again whenever something changed, until there is an answer.
    private func lockedWaiting<Answer>(
        _ ask: () throws(PostgresError) -> Answer?
    ) throws(PostgresError) -> Answer {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let answer = try ask() {
                condition.broadcast()
                return answer
            }
            if Task.isCancelled { throw .cancelled }
            // In slices: nobody signals that the program is to end.
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
        }
    }
}
