import MigrationCore
import PostgresCatalog
import PostgresClient

/// A table, or a range of its keys, that is compared in one go.
struct VerificationPart: Hashable, Sendable {
    let table: MovedTable
    /// Nil for the whole table.
    let range: KeyRange?
    /// Estimated.
    let rows: Int64

    /// Each part would otherwise read the whole table where statistics call the index dear, as they
    /// do of a copy that several sessions wrote side by side.
    var planning: String { "SET enable_seqscan = \(range == nil ? "on" : "off")" }
}

/// Cuts a large table at its keys, so that several workers share it and can yield in between.
///
/// Only where rows lie in the order of their keys: elsewhere a range of keys is all over the disk.
func verificationParts(
    of table: MovedTable, jobs: Int, on publisher: PostgresConnection
) async throws -> [VerificationPart] {
    let count = verificationPartCount(bytes: table.bytes, jobs: jobs)
    let whole = VerificationPart(table: table, range: nil, rows: table.estimatedRows)
    guard count > 1, try await liesInKeyOrder(table, on: publisher) else { return [whole] }
    let bounds = try await keyBounds(of: table, parts: count, on: publisher)
    guard !bounds.isEmpty else { return [whole] }
    let ends: [Int64?] = [nil] + bounds + [nil]
    return zip(ends, ends.dropFirst()).map { from, upTo in
        VerificationPart(
            table: table, range: KeyRange(from: from, upTo: upTo),
            rows: table.estimatedRows / Int64(bounds.count + 1))
    }
}

/// One for a table that is soon read; then at least eight for each scan at a time, of 256 MB at most:
/// while one side reads the first part and while the other reads the last, the opposite waits.
func verificationPartCount(bytes: Int64, jobs: Int, threshold: Int64 = 64 << 20) -> Int {
    guard bytes > threshold else { return 1 }
    return Int(min(1000, max(Int64(jobs) * 8, bytes >> 28)))
}

/// The parts that wait to be compared, those of the largest table first.
actor VerificationQueue {
    private var waiting: [VerificationPart]
    /// How many parts of a table are not finished yet.
    private var left: [MovedTable: Int]
    /// Somebody writes to these.
    private var moving: Set<MovedTable> = []
    private let total: Int
    private let progress: any ProgressSink
    private(set) var report: VerificationReport

    init(
        _ parts: [VerificationPart], progress: any ProgressSink, before: VerificationReport
    ) {
        waiting = parts.reversed()
        left = parts.reduce(into: [:]) { $0[$1.table, default: 0] += 1 }
        total = before.tables + left.count
        self.progress = progress
        report = before
    }

    /// The next part, and whether nobody was seen to write to its table.
    func take() -> (part: VerificationPart, looksStill: Bool)? {
        waiting.popLast().map { ($0, !moving.contains($0.table)) }
    }

    func finish(_ part: VerificationPart, _ outcome: TableVerifier.Outcome) {
        report.add(partOf: part.table, outcome)
        if !outcome.isStill { moving.insert(part.table) }
        left[part.table, default: 1] -= 1
        if left[part.table] == 0 { report.tables += 1 }
        progress.report(.verified(tables: report.tables, of: total, rows: report.rows))
    }
}
