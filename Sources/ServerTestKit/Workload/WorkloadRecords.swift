/// Everything the clients of a workload saw.
package struct WorkloadRecords: Sendable {
    /// Why a transaction was not acknowledged.
    package struct Failure: Hashable, Sendable {
        /// Nil when no server said anything.
        package let sqlState: String?
        package let message: String

        package init(sqlState: String?, message: String) {
            self.sqlState = sqlState
            self.message = message
        }
    }

    /// By client, and within one client in the order of their numbers.
    package private(set) var transactions: [TransactionRecord]
    package private(set) var failures: [Failure]
    /// Attempts to connect that failed, by message.
    package private(set) var refusals: [String: Int]

    package init(
        transactions: [TransactionRecord] = [], failures: [Failure] = [],
        refusals: [String: Int] = [:]
    ) {
        self.transactions = transactions
        self.failures = failures
        self.refusals = refusals
    }

    /// Takes in what other clients saw.
    package mutating func add(_ other: WorkloadRecords) {
        let offset = Int32(failures.count)
        transactions += other.transactions.map { $0.movingFailure(by: offset) }
        failures += other.failures
        refusals.merge(other.refusals, uniquingKeysWith: +)
    }

    package func failure(of record: TransactionRecord) -> Failure? {
        switch record.outcome {
        case .acknowledged: nil
        case .failed(let place), .unknown(let place): failures[Int(place)]
        }
    }

    /// How often each reason occurred.
    package var failureCounts: [Failure: Int] {
        transactions.compactMap(failure(of:)).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    package var acknowledged: Int { transactions.count { $0.isAcknowledged } }

    // For the writer that owns them.

    /// Room ahead, so that a client's array seldom moves while it is being measured.
    mutating func reserve(_ count: Int) { transactions.reserveCapacity(count) }

    mutating func append(_ record: TransactionRecord) { transactions.append(record) }

    mutating func count(refusal message: String) { refusals[message, default: 0] += 1 }

    /// The place of a reason, which few distinct ones share.
    mutating func place(of failure: Failure) -> Int32 {
        if let known = failures.firstIndex(of: failure) { return Int32(known) }
        failures.append(failure)
        return Int32(failures.count - 1)
    }
}

extension TransactionRecord {
    fileprivate func movingFailure(by offset: Int32) -> TransactionRecord {
        let moved: Outcome =
            switch outcome {
            case .acknowledged: .acknowledged
            case .failed(let place): .failed(place + offset)
            case .unknown(let place): .unknown(place + offset)
            }
        return TransactionRecord(
            client: client, number: number, due: due, sent: sent, ended: ended, outcome: moved)
    }
}
