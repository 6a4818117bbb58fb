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
        // It is idle in its transaction all the while, which a database's timeout would end.
        let connection = PostgresConnection(settings, preparation: server.sessionPreparation)
        let name = context.link(Link(0), database)
        do {
            let rows = try await connection.execute(
                statement(name, context.versions.source), timeout: patience)
            guard let record = rows.last?.records.first else {
                throw PostgresError.connectionLost("no answer to CREATE_REPLICATION_SLOT")
            }
            return SnapshotSlot(
                connection: connection, consistentPoint: record["consistent_point"],
                snapshot: record["snapshot_name"])
        } catch PostgresError.timedOut {
            await connection.close()
            throw await blocked(context, database, patience)
        }
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
