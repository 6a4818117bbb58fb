import MigrationCore
import PostgresCatalog
import PostgresClient

/// Compares one table on both sides, down to the rows that differ.
struct TableVerifier: Sendable {
    let origin: PostgresConnection
    let destination: PostgresConnection
    let queries: DigestQueries

    struct Outcome: Sendable {
        var rows: Int64 = 0
        /// Keys of rows that differ, as text.
        var differing: [RowDifferences.Row] = []
        /// Rows that changed at every look.
        var inMotion = 0
        /// Both sides agreed at the first look, so nobody was writing.
        var isStill = false
        var isEqual: Bool { differing.isEmpty }

        /// Another part of the same table.
        mutating func add(_ other: Outcome) {
            rows += other.rows
            differing += other.differing
            inMotion += other.inMotion
            isStill = isStill && other.isStill
        }
    }

    /// Both sides stand still, as two pinned snapshots do: one look is enough.
    func compareSnapshots() async throws -> Outcome {
        async let summary = summary(destination)
        let agreed = try await self.summary(origin)
        if try await summary == agreed { return Outcome(rows: agreed.rows, isStill: true) }
        async let there = digest(destination)
        let here = try await digest(origin)
        let other = try await there
        var outcome = Outcome(rows: here.rows)
        let buckets = here.differingBuckets(from: other)
        guard !buckets.isEmpty else { return outcome }
        let question = queries.rows(in: Array(buckets.prefix(64)))
        let differences = RowDifferences(
            source: try await rows(question, origin), target: try await rows(question, destination))
        outcome.differing = Array(differences.pending)
        return outcome
    }

    /// Both sides are written while they are compared.
    ///
    /// - Parameters:
    ///   - looksStill: it is worth while to look first whether all is equal.
    ///   - turns: of the scans of the origin.
    ///   - catchUp: returns once the destination has applied all that the origin has committed by
    ///     now.
    func compareLive(
        looksStill: Bool, _ turns: Turns, _ catchUp: @Sendable () async throws -> Void
    ) async throws -> Outcome {
        if looksStill {
            let here = try await turns.take { try await summary(origin) }
            try await catchUp()
            if try await summary(destination) == here {
                return Outcome(rows: here.rows, isStill: true)
            }
        }
        let here = try await turns.take { try await digest(origin) }
        try await catchUp()
        let there = try await digest(destination)
        var outcome = Outcome(rows: here.rows)
        let buckets = here.differingBuckets(from: there)
        for start in stride(from: 0, to: buckets.count, by: 256) {
            let some = Array(buckets[start..<min(start + 256, buckets.count)])
            let differences = try await settle(some, catchUp)
            outcome.differing += differences.proven
            outcome.inMotion += differences.pending.count
        }
        return outcome
    }

    private func settle(
        _ buckets: [Int], _ catchUp: @Sendable () async throws -> Void
    ) async throws -> RowDifferences {
        let question = queries.rows(in: buckets)
        let source = try await rows(question, origin)
        try await catchUp()
        var differences = RowDifferences(
            source: source, target: try await rows(question, destination))
        let looks = queries.table.primaryKey.isEmpty ? 8 : 60
        for look in 1...looks where !differences.isSettled {
            try await self.look(&differences, catchUp)
            if look > 2 { try await Task.sleep(for: .milliseconds(min(200, 5 * look))) }
        }
        return differences
    }

    private func look(
        _ differences: inout RowDifferences, _ catchUp: @Sendable () async throws -> Void
    ) async throws {
        var source: [RowDifferences.Row: String] = [:]
        var target: [RowDifferences.Row: String] = [:]
        let pending = Array(differences.pending)
        for start in stride(from: 0, to: pending.count, by: 200) {
            let question = queries.rows(Array(pending[start..<min(start + 200, pending.count)]))
            source.merge(try await rows(question, origin)) { first, _ in first }
            try await catchUp()
            target.merge(try await rows(question, destination)) { first, _ in first }
        }
        differences.look(source: source, target: target)
    }

    private struct Summary: Hashable {
        let rows: Int64
        let sum: String?
    }

    private func summary(_ connection: PostgresConnection) async throws -> Summary {
        let row = try await connection.query(queries.summary).values.first ?? []
        return Summary(
            rows: (row.first ?? nil).flatMap { Int64($0) } ?? 0, sum: row.last ?? nil)
    }

    private func digest(_ connection: PostgresConnection) async throws -> TableDigest {
        let rows = try await connection.query(queries.digest)
        var digest = TableDigest()
        for row in rows.values {
            guard row.count == 3, let bucket = row[0].flatMap({ Int($0) }) else { continue }
            digest.buckets[bucket] = .init(
                rows: row[1].flatMap { Int64($0) } ?? 0, sum: row[2] ?? "")
        }
        return digest
    }

    private func rows(
        _ question: String, _ connection: PostgresConnection
    ) async throws -> [RowDifferences.Row: String] {
        let answer = try await connection.query(question)
        return Dictionary(
            answer.values.map { (RowDifferences.Row(key: $0.dropLast()), ($0.last ?? nil) ?? "") },
            uniquingKeysWith: { first, _ in first })
    }
}
