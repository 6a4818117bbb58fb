import Dispatch
import PostgresClient
import Synchronization

/// Rows on their way from the session that reads them to the workers that write them, each row to
/// one of them. Whoever has to wait does so on its own thread.
final class RowStream: Sendable {
    private struct State {
        var batches: [[UInt8]] = []
        var bytes = 0
        var end: End?
        /// How many wait for something to change.
        var sleepers = 0
    }

    private enum End {
        case all
        case failure(PostgresError)
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    /// Bytes that may wait for a writer; a row that is larger waits alone.
    private static let capacity = 2 << 20

    /// Hands over rows; waits while the writers have enough.
    func push(_ rows: [UInt8]) throws(PostgresError) {
        try whenReady { state throws(PostgresError) -> Void? in
            if case .failure(let error) = state.end { throw error }
            guard state.batches.isEmpty || state.bytes + rows.count <= Self.capacity else {
                return nil
            }
            state.batches.append(rows)
            state.bytes += rows.count
            return ()
        }
    }

    /// The next rows; waits while there are none yet, nil when all are taken.
    func pop() throws(PostgresError) -> [UInt8]? {
        try whenReady { state throws(PostgresError) -> [UInt8]?? in
            if case .failure(let error) = state.end { throw error }
            guard !state.batches.isEmpty else { return state.end == nil ? nil : .some(nil) }
            let rows = state.batches.removeFirst()
            state.bytes -= rows.count
            return rows
        }
    }

    func end() { close(.all) }

    /// Nobody gets or hands over anything any more.
    func fail(_ error: PostgresError) { close(.failure(error)) }

    private func close(_ end: End) {
        state.withLock { $0.end = $0.end ?? end }
        wake()
    }

    /// Asks again whenever something changed, until there is an answer.
    private func whenReady<Answer>(
        _ ask: (inout State) throws(PostgresError) -> Answer?
    ) throws(PostgresError) -> Answer {
        while true {
            let answer = try state.withLock { state throws(PostgresError) in
                let answer = try ask(&state)
                if answer == nil { state.sleepers += 1 }
                return answer
            }
            if let answer {
                wake()
                return answer
            }
            if Task.isCancelled { throw .cancelled }
            // In slices: nobody signals that the program is to end. One that woke by itself leaves a
            // signal behind, for which somebody looks once too often.
            _ = changed.wait(timeout: .now() + .milliseconds(100))
        }
    }

    private func wake() {
        let sleepers = state.withLock { state in
            defer { state.sleepers = 0 }
            return state.sleepers
        }
        for _ in 0..<sleepers { changed.signal() }
    }
}
