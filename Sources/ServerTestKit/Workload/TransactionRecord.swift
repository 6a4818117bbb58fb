/// What one client saw of one transaction. Forty-eight bytes, because there are millions.
package struct TransactionRecord: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        /// The client saw the commit.
        case acknowledged
        /// The transaction cannot have been committed. The number is the reason's place in
        /// ``WorkloadRecords/failures``.
        case failed(Int32)
        /// The answer to the commit got lost: it is there or it is not, and both are right.
        case unknown(Int32)
    }

    package let client: Int32
    /// Counts up within a client; never used twice, also not after a failure.
    package let number: Int64
    /// When it should have been sent: what the user waits from.
    package let due: Moment
    package let sent: Moment
    /// When the answer came, or the loss was noticed.
    package let ended: Moment
    package let outcome: Outcome

    package init(
        client: Int32, number: Int64, due: Moment, sent: Moment, ended: Moment, outcome: Outcome
    ) {
        self.client = client
        self.number = number
        self.due = due
        self.sent = sent
        self.ended = ended
        self.outcome = outcome
    }

    package var isAcknowledged: Bool { outcome == .acknowledged }
    package var entry: LedgerEntry { LedgerEntry(client: client, number: number) }
}
