import MigrationCore
import PostgresClient

/// Looks for clients on the side that is being fenced. Its questions are planned ahead, because the
/// first time they are asked takes longer than all other steps between fence and decision.
struct SessionWatch: Sendable {
    let connection: PostgresConnection
    /// What is true in `pg_stat_activity` of sessions that must not be there.
    let foreign: String
    /// What is true in `pg_prepared_xacts` of transactions that must not be there.
    var prepared = "true"

    /// Once for the session that will ask.
    func prepare() async throws(PostgresError) {
        for (name, question) in questions {
            // Explained, a statement without parameters keeps the plan that executing it will take.
            try await connection.execute("PREPARE \(name) AS \(question)")
            try await connection.execute("EXPLAIN EXECUTE \(name)")
        }
        _ = try await look(timeout: .seconds(10))
    }

    /// In this order: locks, list of sessions, transaction number.
    func look(timeout: Duration?) async throws(PostgresError) -> SilenceLook {
        let answers = try await connection.execute(
            "EXECUTE apus_running; EXECUTE apus_listed; EXECUTE apus_number", timeout: timeout)
        let found = answers.filter { !$0.columns.isEmpty }
        guard found.count == 3, let listed = found[1].records.first else {
            throw .connectionLost("three answers were expected and \(found.count) came")
        }
        return SilenceLook(
            running: Self.numbers(found[0].single ?? ""), listed: Self.numbers(listed["pids"]),
            foreign: listed.int("strangers"), prepared: listed.int("prepared"),
            nextTransaction: found[2].single.flatMap { UInt64($0) } ?? 0)
    }

    /// Ends every client's session, and says how many it found.
    func expel(timeout: Duration?) async throws(PostgresError) -> Int {
        Self.found(in: try await connection.execute(Self.expelling, timeout: timeout).last)
    }

    /// Ends every client's session right after a fence is raised, without a way back and forth
    /// between the two.
    func expel(raising fence: RoleFence, timeout: Duration?) async throws(PostgresError) -> Int {
        Self.found(in: try await fence.raise(andAsk: Self.expelling, timeout: timeout))
    }

    private static let expelling = "EXECUTE apus_expel"

    private static func found(in rows: Rows?) -> Int { rows?.single.flatMap { Int($0) } ?? 0 }

    private static func numbers(_ text: String) -> Set<Int> {
        Set(text.split(separator: ",").compactMap { Int($0) })
    }

    /// A session that is not in the list before it has started stands there without role and
    /// database from 18 on.
    private var questions: [(name: String, sql: String)] {
        [
            (
                "apus_running",
                """
                SELECT string_agg(pid::text, ',') FROM pg_locks
                WHERE locktype = 'virtualxid' AND granted AND pid IS NOT NULL
                """
            ),
            (
                "apus_listed",
                """
                SELECT count(*) FILTER (WHERE \(foreign)) AS strangers, string_agg(pid::text, ',')
                    FILTER (WHERE datid IS NOT NULL OR usesysid IS NOT NULL) AS pids,
                    (SELECT count(*) FROM pg_prepared_xacts WHERE \(prepared)) AS prepared
                FROM pg_stat_activity
                """
            ),
            ("apus_number", "SELECT txid_snapshot_xmax(txid_current_snapshot())"),
            (
                "apus_expel",
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE \(foreign)
                """
            ),
        ]
    }
}
