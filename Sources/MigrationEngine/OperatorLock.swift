package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let lockHeld: Self = "migration.in-use"
}

/// Keeps a second operator from running the same migration: an advisory lock on the source, held
/// by a session of its own for as long as this process lives.
package struct OperatorLock: Sendable {
    private let connection: PostgresConnection
    private let context: MigrationContext

    package static func take(_ context: MigrationContext) async throws -> OperatorLock {
        let server = context.servers.source
        let connection = server.newConnection(
            to: server.maintenanceDatabase, purpose: "operator")
        let key = "\(context.names.advisoryLock)"
        // A process that was killed a moment ago may still hold it until its server notices.
        for attempt in 1...20 {
            if try await connection.query("SELECT pg_try_advisory_lock($1::bigint)", [key]).single
                == "t"
            {
                let lock = OperatorLock(connection: connection, context: context)
                try await endPredecessors(context, keeping: await connection.backendPID)
                return lock
            }
            if attempt < 20 { try await Task.sleep(for: .milliseconds(100)) }
        }
        let complaint = await complain(context, connection)
        await connection.close()
        throw complaint
    }

    /// Before a migration begins there are none. Both sides may be one server then, by mistake, and
    /// what looks like a predecessor on one would be ourselves on the other.
    private static func endPredecessors(
        _ context: MigrationContext, keeping pid: Int32
    ) async throws {
        guard try await Observer(context).journalContents(.source) != nil else { return }
        for side in Side.allCases {
            try await Predecessors(context: context, side: side)
                .end(keeping: pid, patience: .seconds(30))
        }
    }

    /// A restart of the source frees the lock, and somebody else may have taken it meanwhile.
    func keep() async throws {
        // The same session takes it as often as it likes.
        let isOurs = try await connection.query(
            "SELECT pg_try_advisory_lock($1::bigint)", ["\(context.names.advisoryLock)"])
        guard isOurs.single == "t" else { throw await Self.complain(context, connection) }
    }

    package func release() async { await connection.close() }

    private static func complain(
        _ context: MigrationContext, _ connection: PostgresConnection
    ) async -> Diagnostic {
        let holder = try? await connection.query(
            """
            SELECT pid, client_addr, backend_start FROM pg_stat_activity
            WHERE application_name = $1 AND pid <> pg_backend_pid() LIMIT 1
            """, [context.names.session("operator")]
        ).records.first
        return Diagnostic(
            .error, .lockHeld,
            "another process is running the migration \"\(context.file.name)\"",
            detail: holder.map {
                "Its session on the source is pid \($0["pid"]), from "
                    + "\($0[optional: "client_addr"] ?? "this machine") since \($0["backend_start"])."
            },
            hint: "Wait for it, or follow it with apus migrate status.")
    }
}
