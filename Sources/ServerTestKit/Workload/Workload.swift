import Dispatch
import PostgresClient

/// Clients that write all the time and remember what was acknowledged to them.
///
///     let workload = Workload(setup)
///     workload.start()
///     …
///     let records = await workload.stop()
package final class Workload: Sendable {
    package let setup: WorkloadSetup
    private let logs: [WriterLog]
    private let group = DispatchGroup()

    package init(_ setup: WorkloadSetup) {
        self.setup = setup
        logs = (0..<setup.clients).map { WriterLog(client: Int32(setup.firstClient + $0)) }
    }

    deinit { logs.forEach { $0.stop() } }

    /// Starts the clients, once.
    package func start() {
        let start = Moment.now
        for (place, log) in logs.enumerated() {
            let setup = setup
            // A queue of its own is a thread of its own as long as the writer never returns.
            DispatchQueue(label: "writer \(log.client)").async(group: group) {
                Writer(setup, place: place, start: start, log: log).run()
            }
        }
    }

    /// Lets every client end its transaction and collects what they saw.
    ///
    /// - Parameter patience: how long a client may wait for an answer before it is interrupted;
    ///   the outcome of its transaction is then unknown.
    package func stop(patience: Duration = .seconds(30)) async -> WorkloadRecords {
        logs.forEach { $0.stop() }
        let reminder = Task {
            try await Task.sleep(for: patience)
            logs.forEach { $0.interruption.interrupt() }
        }
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
        reminder.cancel()
        return records
    }

    /// What the clients have seen so far.
    package var records: WorkloadRecords {
        logs.reduce(into: WorkloadRecords()) { $0.add($1.snapshot) }
    }

    /// How many transactions were acknowledged so far; cheap enough to ask all the time.
    package var acknowledged: Int { logs.reduce(0) { $0 + $1.acknowledged } }

    /// Waits until so many more transactions were acknowledged.
    ///
    /// - Returns: false when the time was over first.
    package func waitForAcknowledgements(
        _ count: Int, within limit: Duration = .seconds(60)
    ) async throws -> Bool {
        let goal = acknowledged + count
        let start = Moment.now
        while acknowledged < goal {
            if Moment.now - start > limit { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }
}
