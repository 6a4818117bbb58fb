package import MigrationCore
package import PostgresClient

/// Keeps clients out of the databases that move: every login role that may connect to one of them, but
/// our own and those of standbys, loses LOGIN, and its sessions end. Whoever works in other databases of
/// the server and may not come into these works on.
///
/// NOLOGIN stands in the catalogs, so it outlives a restart and a failover of the server. Which
/// roles lost it is written into `apus.fence` by the same transaction, so that lifting the fence
/// gives it back to those and to nobody else.
package struct RoleFence: Sendable {
    let context: MigrationContext
    let side: Side
    /// The database whose journal speaks for the side.
    let connection: PostgresConnection

    package init(_ context: MigrationContext, _ side: Side, _ connection: PostgresConnection) {
        self.context = context
        self.side = side
        self.connection = connection
    }

    package func raise(timeout: Duration? = nil) async throws(PostgresError) {
        try await connection.execute(raising, timeout: timeout)
    }

    /// Raises the fence, and asks something behind it in the same message.
    ///
    /// - Returns: the answer.
    func raise(
        andAsk question: String, timeout: Duration?
    ) async throws(PostgresError) -> Rows? {
        try await connection.execute(
            "BEGIN; \(raising) COMMIT; \(question)", timeout: timeout
        ).last
    }

    /// - Parameter attempt: for which it is lowered; when a later one has begun on this side, nothing is
    ///   done, because the fence may be that one's by now. Both are seen to in one transaction, and
    ///   ``Journal/begin(_:token:on:)`` waits for its end. nil asks for no attempt.
    package func lower(
        for attempt: Int? = nil, timeout: Duration? = nil
    ) async throws(PostgresError) {
        try await connection.execute(Self.lowering(for: attempt), timeout: timeout)
    }

    /// Raises the fence in a transaction that is given up, which nobody notices.
    func rehearseRaising() async throws(PostgresError) { try await rehearse(raising) }

    func rehearseLowering(for attempt: Int) async throws(PostgresError) {
        try await rehearse(Self.lowering(for: attempt))
    }

    /// Somebody may be changing a role right now; we would wait for that, and others for us.
    private func rehearse(_ statement: String) async throws(PostgresError) {
        try await connection.execute(
            "BEGIN; SET LOCAL lock_timeout = '2s'; \(statement) ROLLBACK", timeout: .seconds(10))
    }

    private var raising: String {
        """
        DO $apus$
        DECLARE role text; mighty bool := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
        BEGIN
            FOR role IN SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname <> current_user
                AND NOT \(ReservedNames.isRole(sql: "rolname"))
                AND NOT rolname = ANY(\(arrayLiteral(peerRoles))) AND (mighty OR NOT rolsuper)
                AND NOT \(PeerAccess.isOurs(sql: "rolname"))
                AND NOT \(StandbyRoles.isSpared(sql: "rolname"))
                AND EXISTS (SELECT FROM pg_database d
                    WHERE d.datname = ANY(\(arrayLiteral(context.databases)))
                    AND has_database_privilege(pg_roles.oid, d.oid, 'CONNECT'))
            LOOP
                INSERT INTO apus.fence VALUES (role) ON CONFLICT DO NOTHING;
                EXECUTE format('ALTER ROLE %I NOLOGIN', role);
            END LOOP;
        END $apus$;
        """
    }

    private static func lowering(for attempt: Int?) -> String {
        """
        DO $apus$
        DECLARE fenced text;
        BEGIN
            \(attempt.map(unlessOvertaken) ?? "")
            FOR fenced IN SELECT f.role FROM apus.fence f JOIN pg_roles r ON r.rolname = f.role
            LOOP
                EXECUTE format('ALTER ROLE %I LOGIN', fenced);
            END LOOP;
            DELETE FROM apus.fence;
        END $apus$;
        """
    }

    /// Nobody begins an attempt while the table is locked, so none can begin and close this side
    /// between the look and the commit.
    private static func unlessOvertaken(_ attempt: Int) -> String {
        """
        LOCK TABLE apus.attempt IN SHARE MODE;
        IF EXISTS (SELECT FROM apus.attempt WHERE number > \(attempt)) THEN RETURN; END IF;
        """
    }

    /// Ends every session with the databases that move, but our own, and says how many it found.
    ///
    /// - Parameter instant: only those that began earlier; clients that may still log in would
    ///   otherwise keep us busy for ever.
    package func expel(
        before instant: String? = nil, timeout: Duration? = nil
    ) async throws(PostgresError) -> Int {
        let earlier = instant.map { "AND backend_start <= \(sql(literal: $0))" } ?? ""
        return try await connection.query(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE \(Self.foreignSessions(context)) \(earlier)
            """, timeout: timeout
        ).single.flatMap { Int($0) } ?? 0
    }

    /// Sessions of clients. A missing privilege hides the kind of a session, and then it counts.
    ///
    /// A cloud's own sessions cannot be ended, and nothing of theirs moves; whether one of them
    /// wrote all the same is seen by the transaction numbers.
    static func foreignSessions(_ context: MigrationContext) -> String {
        """
        datname = ANY(\(arrayLiteral(context.databases))) AND usesysid IS NOT NULL
        AND coalesce(backend_type, 'client backend') = 'client backend'
        AND NOT \(ReservedNames.isRole(sql: "usename"))
        AND pid <> pg_backend_pid() AND NOT (usename = current_user
            AND starts_with(application_name, \(sql(literal: context.names.session("")))))
        """
    }

    /// The other server may come in under a role of its own.
    private var peerRoles: [String] {
        [context.file.servers[side].seenFromPeer["user"]].compactMap { $0 }
    }
}

/// A text array for a statement that takes no parameters.
func arrayLiteral(_ values: [String]) -> String {
    "ARRAY[" + values.map { sql(literal: $0) }.joined(separator: ", ") + "]::text[]"
}
