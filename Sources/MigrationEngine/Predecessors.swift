import Diagnostics
import MigrationCore
import PostgresClient

/// Ends what an earlier run left running on a server.
///
/// A server does not notice that a client died while it builds an index, and goes on; the next run
/// would find the index half made. Sessions that only read, what keeps a snapshot, and a guard at work, are left
/// alone.
struct Predecessors {
    let context: MigrationContext
    let side: Side

    /// Ends them and waits until they are gone.
    ///
    /// - Parameters:
    ///   - purposes: whose sessions; nil ends all that change something.
    ///   - keeping: a session of our own that nobody shares.
    ///   - patience: clients may be held meanwhile.
    func end(
        _ purposes: [String]? = nil, keeping: Int32? = nil, patience: Duration = .seconds(4)
    ) async throws {
        let own = await context.servers[side].ownSessions() + [keeping].compactMap { $0 }
        let names = purposes.map { arrayLiteral($0.map(context.names.session)) }
        let chosen =
            names.map { "application_name = ANY(\($0))" }
                ?? """
                starts_with(application_name, \(sql(literal: context.names.session(""))))
                AND application_name !~ '/(reader|guard|keeper|verify)'
                """
        try await end(where: chosen, keeping: own, patience)
    }

    /// A program that a killed run had called does not die with it, and goes on filling the target.
    func endRestores(in database: String) async throws {
        try await end(
            where: "datname = \(sql(literal: database)) AND application_name = 'pg_restore'",
            keeping: [], .seconds(30))
    }

    private func end(
        where chosen: String, keeping own: [Int32], _ patience: Duration
    ) async throws {
        let connection = await context.maintenance(side)
        let start = ContinuousClock.now
        repeat {
            let found = try await connection.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE usename = current_user AND pid <> pg_backend_pid() AND \(chosen)
                AND NOT pid = ANY($1::int[])
                """, ["{" + own.map(String.init).joined(separator: ",") + "}"],
                timeout: .seconds(10))
            if found.isEmpty { return }
            try await Task.sleep(for: .milliseconds(20))
        } while ContinuousClock.now - start < patience
        throw Diagnostic(
            .error, "migration.session-does-not-end",
            "a session of an earlier run on the \(side) does not end",
            detail: "What it was told may still be done, so nothing else is begun beside it.",
            hint: "See what it waits for: SELECT pid, state, wait_event, query FROM "
                + "pg_stat_activity WHERE application_name ~ '^(apus/|pg_restore)';")
    }
}
