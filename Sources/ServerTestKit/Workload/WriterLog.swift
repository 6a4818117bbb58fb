import PostgresClient
import Synchronization

/// What one client has seen so far; written by its thread, read by whoever shows progress.
final class WriterLog: Sendable {
    let client: Int32
    /// Thrown to end what the client waits for.
    let interruption = Interruption()
    private let records = Mutex(WorkloadRecords())
    private let stopping = Atomic(false)
    private let seen = Atomic(0)

    init(client: Int32) {
        self.client = client
        records.withLock { $0.reserve(65_536) }
    }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }
    func stop() { stopping.store(true, ordering: .releasing) }

    var acknowledged: Int { seen.load(ordering: .relaxed) }
    var snapshot: WorkloadRecords { records.withLock { $0 } }

    func append(_ record: TransactionRecord) {
        records.withLock { $0.append(record) }
        if record.isAcknowledged { seen.add(1, ordering: .relaxed) }
    }

    func outcome(_ error: PostgresError, commitSent: Bool) -> TransactionRecord.Outcome {
        let place = records.withLock { $0.place(of: WorkloadRecords.Failure(error)) }
        switch Verdict(error, commitSent: commitSent) {
        case .failed: return .failed(place)
        case .unknown: return .unknown(place)
        }
    }

    func count(refusal error: PostgresError) {
        records.withLock { $0.count(refusal: WorkloadRecords.Failure(error).message) }
    }
}
