package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let noStreams: Self = "catch-up.no-streams"
}

/// Whether both servers have room for more streams of a link that carries.
struct StreamCapacity: Sendable {
    let context: MigrationContext
    let link: Link

    /// What is in the way, and what mends it; nil when nothing is.
    func obstacle() async throws -> (reason: String, mend: String)? {
        let counts = try await context.streamCounts()
        let extra = context.links(link, counts).count - context.databases.count
        if let missing = try await missingRight() { return missing }
        for way in context.file.wayBack == .required ? [link, link.following] : [link] {
            if let full = try await full(publisher, extra, on: way.publisher) { return full }
            if let full = try await full(subscriber(way), extra, on: way.subscriber) { return full }
        }
        return nil
    }

    /// Where a subscription stands on its subscriber is a superuser's to ask, unless it is granted.
    private func missingRight() async throws -> (reason: String, mend: String)? {
        let entries = try await context.journal(link.subscriber).entries()
        guard entries.all(.enabling).contains("\(link.number)") else { return nil }
        let function = "pg_replication_origin_progress(text, boolean)"
        let rows = try await context.connection(link.subscriber).query(
            """
            SELECT rolname, has_function_privilege($1, 'EXECUTE') AND ($2::bool OR rolsuper) AS may
            FROM pg_roles WHERE rolname = current_user
            """, [function, "\(context.versions[link.subscriber].major >= 14)"])
        guard let role = rows.records.first, !role.bool("may") else { return nil }
        return (
            "our role on the \(link.subscriber) may not ask how far a subscription is",
            "as a superuser, in each database that moves: GRANT EXECUTE ON FUNCTION \(function) "
                + "TO \(sql(identifier: role["rolname"]));"
        )
    }

    private func full(
        _ question: String, _ extra: Int, on side: Side
    ) async throws -> (reason: String, mend: String)? {
        let rows = try await context.maintenance(side).query(question)
        // One stays free: a new table is copied by a worker of its own.
        for record in rows.records where record.int("free") < extra + 1 {
            return (
                "\(extra) more streams need \(extra + 1) free of \(record["name"]) on the \(side), "
                    + "and \(max(0, record.int("free"))) are",
                "raise \(record["name"]) on the \(side)"
            )
        }
        return nil
    }

    private let publisher = """
        SELECT 'max_replication_slots' AS name, current_setting('max_replication_slots')::int
            - (SELECT count(*)::int FROM pg_replication_slots) AS free
        UNION ALL SELECT 'max_wal_senders', current_setting('max_wal_senders')::int
            - (SELECT count(*)::int FROM pg_stat_replication)
        """

    private func subscriber(_ link: Link) -> String {
        let origins =
            context.versions[link.subscriber].major >= 18
            ? "max_active_replication_origins" : "max_replication_slots"
        return """
            SELECT 'max_logical_replication_workers' AS name,
                current_setting('max_logical_replication_workers')::int
                - (SELECT count(*)::int FROM pg_subscription WHERE subenabled) AS free
            UNION ALL SELECT '\(origins)', current_setting('\(origins)')::int
                - (SELECT count(*)::int FROM pg_subscription)
            """
    }
}
