package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let slotBlocked: Self = "source.slot-blocked"
}

/// The forward slot, and the snapshot that shows the database as it was at the slot's beginning.
///
/// The snapshot lives as long as this session does.
struct SnapshotSlot: Sendable {
    let database: String
    let connection: PostgresConnection
    let consistentPoint: String
    let snapshot: String

    /// Creating a slot waits for every transaction that is writing; the deadline bounds that, and
    /// the complaint names who is in the way.
    static func create(
        _ context: MigrationContext, database: String, patience: Duration = .seconds(60)
    ) async throws -> SnapshotSlot {
        let server = context.servers.source
        let settings = server.sessionSettings(for: database, purpose: "snapshot")
            .with(["replication": "database"])
        let connection = PostgresConnection(
            settings, observer: server.observer(for: database, purpose: "snapshot"))
        let name = context.link(Link(0), database)
        do {
            try await outliveTimeouts(connection, context.versions.source)
            let rows = try await connection.execute(
                statement(name, context.versions.source), timeout: patience)
            guard let record = rows.last?.records.first else {
                throw PostgresError.connectionLost("no answer to CREATE_REPLICATION_SLOT")
            }
            return SnapshotSlot(
                database: database, connection: connection,
                consistentPoint: record["consistent_point"], snapshot: record["snapshot_name"])
        } catch PostgresError.timedOut {
            await connection.close()
            throw await blocked(context, database, patience)
        }
    }

    /// Asks something of the database as it was at the slot's beginning: what was made since stands in no
    /// dump, and what was dropped since does.
    func look<Answer>(
        _ context: MigrationContext, _ questions: (PostgresConnection) async throws -> Answer
    ) async throws -> Answer {
        let session = context.servers.source.newConnection(to: database, purpose: "snapshot")
        try await session.execute(Self.beginning(snapshot))
        let answer = try await questions(session)
        await session.close()
        return answer
    }

    static func beginning(_ snapshot: String) -> String {
        """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET TRANSACTION SNAPSHOT \(sql(literal: snapshot));
        """
    }

    /// The session is idle in its transaction as long as the copy takes, which a timeout of its
    /// database would end. Old servers take one statement at a time here.
    private static func outliveTimeouts(
        _ connection: PostgresConnection, _ version: ServerVersion
    ) async throws(PostgresError) {
        var names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
        if version.major >= 14 { names.append("idle_session_timeout") }
        if version.major >= 17 { names.append("transaction_timeout") }
        for name in names { try await connection.execute("SET \(name) TO 0") }
    }

    /// A slot that follows a failover exists from 17 on.
    private static func statement(_ name: String, _ version: ServerVersion) -> String {
        let slot = "CREATE_REPLICATION_SLOT \(sql(identifier: name)) LOGICAL pgoutput"
        return version.major >= 17
            ? slot + " (SNAPSHOT 'export', FAILOVER true)" : slot + " EXPORT_SNAPSHOT"
    }

    private static func blocked(
        _ context: MigrationContext, _ database: String, _ patience: Duration
    ) async -> Diagnostic {
        let rows = try? await context.connection(.source, database).query(
            """
            SELECT pid, usename, application_name, now() - xact_start AS age FROM pg_stat_activity
            WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 3
            """)
        let sessions = (rows?.records ?? []).map {
            "pid \($0["pid"]) of \($0["usename"]) (\($0["application_name"])), "
                + "open for \($0["age"])"
        }
        let first = rows?.records.first.map { $0["pid"] } ?? "<pid>"
        return Diagnostic(
            .error, .slotBlocked,
            "could not create the slot within \(patience.readable): a transaction is still open",
            detail: sessions.isEmpty ? nil : sessions.joined(separator: "; "),
            hint: "Wait for it, or end it with SELECT pg_terminate_backend(\(first)); and run "
                + "apus migrate run again.")
    }
}
