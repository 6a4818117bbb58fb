@testable import ServerTestKit

/// Made-up records: instants are milliseconds, so that a test reads like a timetable.
func record(
    _ client: Int32 = 1, _ number: Int64 = 1, due: Int, sent: Int? = nil, ended: Int,
    _ outcome: TransactionRecord.Outcome = .acknowledged
) -> TransactionRecord {
    TransactionRecord(
        client: client, number: number, due: at(due), sent: at(sent ?? due), ended: at(ended),
        outcome: outcome)
}

func at(_ milliseconds: Int) -> Moment {
    Moment(nanoseconds: Int64(milliseconds) * 1_000_000)
}

func entry(_ client: Int32, _ number: Int64) -> LedgerEntry {
    LedgerEntry(client: client, number: number)
}
