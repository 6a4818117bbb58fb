import PostgresClient

/// What an error tells about a transaction.
enum Verdict: Equatable {
    case failed
    case unknown

    /// Before the commit was sent nothing can have been committed. Afterwards an error of the
    /// transaction itself rolled it back, but one that ended the session may have come after the
    /// commit took effect and before its answer was on the way.
    init(_ error: PostgresError, commitSent: Bool) {
        guard commitSent, case .server(let report) = error else {
            self = commitSent ? .unknown : .failed
            return
        }
        let endsSession = ["57P", "08"].contains { report.sqlState.hasPrefix($0) }
        self = endsSession ? .unknown : .failed
    }
}

extension WorkloadRecords.Failure {
    init(_ error: PostgresError) {
        switch error {
        case .server(let report): self.init(sqlState: report.sqlState, message: report.message)
        default:
            // libpq adds three lines that say the same for every lost connection.
            let first = "\(error)".prefix { $0 != "\n" }
            self.init(sqlState: nil, message: String(first))
        }
    }
}
