import MigrationCore
import MigrationEngine
import PostgresClient

/// What stands in the journal on a server, and in the record and the report of the state folder:
/// written by Apus, but by any version of it, and cut short by any crash.
let journalTarget = FuzzTarget(name: "journal") { bytes in
    let rows = rows(of: bytes)
    let entries = Journal.entries(in: Rows(columns: ["kind", "data"], values: rows, tag: ""))
    for kind in Journal.Kind.allCases {
        precondition(entries.all(kind).last == entries.latest(kind))
    }
    let columns = ["number", "decision", "end_lsn", "closed"]
    let attempts = Journal.attempts(in: Rows(columns: columns, values: rows, tag: ""))
    precondition(attempts.count == rows.count, "an attempt that is overlooked is not settled")
}

let recordTarget = FuzzTarget(name: "record") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let history = StatementHistory(parsing: text)
    precondition(history.records.count <= text.utf8.split(separator: 10).count)
    _ = MigrationReport(json: text)
}

/// Statements of any kind come apart without losing a byte, and their secrets with them.
let statementTarget = FuzzTarget(name: "statement") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    var end = 0
    for piece in SQLPieces(text) {
        precondition(piece.range.lowerBound >= end && !piece.range.isEmpty)
        end = piece.range.upperBound
    }
    precondition(end <= text.utf8.count)
    _ = changesServer(text)
    let marker = "m4rk3r"
    let secret = "ALTER ROLE r PASSWORD '\(marker)'; "
    precondition(!concealed(secret + text, limit: .max).contains(marker), "a secret got through")
}

/// Rows of up to six values; a lone zero byte stands for NULL.
private func rows(of bytes: [UInt8]) -> [[String?]] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
        let values = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .map { $0.elementsEqual([0]) ? nil : String(decoding: $0, as: UTF8.self) }
        return (0..<6).map { $0 < values.count ? values[$0] : nil }
    }
}
