package import PostgresClient

extension PostgresConnection {
    /// Runs statements that have a secret in them, and keeps them out of the server's log and
    /// statistics where our role may: a superuser's settings decide about both.
    ///
    /// A server decides about `log_statement` before it runs the first statement of a message, so
    /// the settings go ahead in a message of their own. Whatever comes after it takes the secret
    /// out of `pg_stat_activity`, which shows a session's last statement.
    package func executeDiscreetly(
        _ statements: String, timeout: Duration? = nil
    ) async throws(PostgresError) {
        try run { session throws(PostgresError) in
            let mighty =
                try session.query(
                    "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", timeout: timeout
                ).single == "t"
            if mighty { _ = try session.execute(Self.silence, timeout: timeout) }
            let after = mighty ? Self.sound : "SELECT"
            do throws(PostgresError) {
                _ = try session.execute(statements, timeout: timeout)
            } catch {
                if session.isInTransaction { _ = try? session.execute("ROLLBACK") }
                _ = try? session.execute(after, timeout: .seconds(10))
                throw error
            }
            _ = try session.execute(after, timeout: timeout)
        }
    }

    private static let settings = [
        "log_statement": "none", "log_min_error_statement": "panic",
        "log_min_duration_statement": "-1", "log_duration": "off",
        "pg_stat_statements.track_utility": "off",
    ]

    private static var silence: String {
        settings.sorted { $0.key < $1.key }.map { "SET \($0.key) = \(sqlText($0.value))" }
            .joined(separator: "; ")
    }

    private static var sound: String {
        settings.keys.sorted().map { "RESET \($0)" }.joined(separator: "; ")
    }

    private static func sqlText(_ value: String) -> String { "'\(value)'" }
}
