package import MigrationCore
package import PostgresClient

/// Attempts to switch over: the row that decides each of them stands on the side that served.
extension Journal {
    package struct AttemptRow: Hashable, Sendable {
        package let number: Int
        package let decision: Switchover.Decision?
        package let end: LSN?
        package let isClosed: Bool
    }

    package func attempts() async throws(PostgresError) -> [AttemptRow] {
        Self.attempts(
            in: try await connection.query(
                "SELECT number, decision, end_lsn, closed FROM apus.attempt ORDER BY number"))
    }

    package static func attempts(in rows: Rows) -> [AttemptRow] {
        rows.records.map { record in
            AttemptRow(
                number: record.int("number"),
                decision: record[optional: "decision"].flatMap(Switchover.Decision.init),
                end: record[optional: "end_lsn"].flatMap { LSN($0) },
                isClosed: record.bool("closed"))
        }
    }

    package static func begin(
        _ number: Int, token: String, on connection: PostgresConnection
    ) async throws(PostgresError) {
        try await connection.query(
            "INSERT INTO apus.attempt (number, token) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            ["\(number)", token])
    }

    /// Whether a side began another attempt after this one.
    static func hasAttempt(
        after number: Int, on connection: PostgresConnection, timeout: Duration
    ) async throws(PostgresError) -> Bool {
        try await connection.query(
            "SELECT EXISTS (SELECT FROM apus.attempt WHERE number > $1::int)", ["\(number)"],
            timeout: timeout
        ).single == "t"
    }

    /// Whether there is no journal where a statement looked for it, or not even its database: the
    /// migration was not begun, or has ended.
    static func isMissing(_ error: PostgresError) -> Bool {
        if case .couldNotConnect(let message, _) = error {
            return message.contains("database") && message.contains("does not exist")
        }
        return ["42P01", "3F000"].contains(error.sqlState)
    }

    /// Writes a decision unless one stands there, durably, and says what stands.
    ///
    /// The first statement waits for anybody else who writes the same row, and the second reads
    /// with a snapshot of its own, so that both of two writers get the same answer.
    package static func decide(
        _ number: Int, _ decision: Switchover.Decision, end: LSN? = nil,
        on connection: PostgresConnection, timeout: Duration? = nil
    ) async throws(PostgresError) -> Switchover.Decision {
        let endText = end.map { "'\($0)'" } ?? "NULL"
        let answers = try await connection.execute(
            """
            BEGIN; SET LOCAL synchronous_commit = on;
            UPDATE apus.attempt SET decision = '\(decision.rawValue)', end_lsn = \(endText),
                decided_at = clock_timestamp() WHERE number = \(number) AND decision IS NULL; COMMIT
            """, timeout: timeout)
        if answers.contains(where: { $0.tag == "UPDATE 1" }) { return decision }
        // Without a row the attempt was never begun: nothing was held, and nothing can be decided.
        return try await self.decision(of: number, on: connection, timeout: timeout) ?? .abandoned
    }

    /// nil while nothing was decided.
    static func decision(
        of number: Int, on connection: PostgresConnection, timeout: Duration?
    ) async throws(PostgresError) -> Switchover.Decision? {
        try await connection.query(
            "SELECT decision FROM apus.attempt WHERE number = $1", ["\(number)"], timeout: timeout
        ).single.flatMap(Switchover.Decision.init)
    }

    package static func close(
        _ number: Int, on connection: PostgresConnection
    ) async throws(PostgresError) {
        try await connection.execute(
            """
            BEGIN; SET LOCAL synchronous_commit = on;
            UPDATE apus.attempt SET closed = true WHERE number = \(number); COMMIT
            """)
    }
}
