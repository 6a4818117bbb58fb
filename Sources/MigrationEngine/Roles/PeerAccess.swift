import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Under whose name one server connects to the other: a role of its own for each subscription.
///
/// The connection string of a subscription stands in the subscriber's catalogs for as long as the
/// subscription lives, and a statement that fails may stand in its log. So what stands there is
/// not our password but one that was made for this, of a role that may replicate and nothing else,
/// and that goes with its subscription. The password is kept nowhere: a run that needs one makes a
/// new one.
struct PeerAccess {
    let context: MigrationContext
    let link: Link
    let database: String
    var stream = 0

    /// The role has the name of its slot and of its subscription.
    private var role: String { context.link(link, database, stream: stream) }
    private var publisher: Side { link.publisher }
    private var entry: ServerEntry { context.file.servers[publisher] }

    /// As our own role, or as the one that the file names.
    private var ours: ConnectionSettings {
        peerSettings(entry, context.settings[publisher], database: database)
    }

    /// Does something that connects with a role made for it; with ours where there can be none, or
    /// where the publisher does not let it in.
    func connecting<Answer>(
        _ body: (ConnectionSettings) async throws -> Answer,
        isRefused: (Answer) -> String? = { _ in nil }
    ) async throws -> Answer {
        // Whoever names a role for this means it.
        guard entry.seenFromPeer["user"] == nil else { return try await body(ours) }
        let refusal: String
        do {
            let answer = try await body(try await made())
            guard let words = isRefused(answer) else { return answer }
            refusal = words
        } catch let error as PostgresError {
            guard let words = Self.refusal(error) else { throw error }
            refusal = words
        }
        try await Self.drop(role, on: publisher, context)
        context.progress.report(
            .warning(
                "the \(publisher.other) connects to the \(publisher) as our own role, because a "
                    + "role made for it was refused: \(refusal)"))
        return try await body(ours)
    }

    /// Makes the role, or gives it a new password.
    private func made() async throws -> ConnectionSettings {
        let server = await context.connection(publisher, database)
        let password = Secret.generated()
        let verifier = try await server.verifier(of: password, for: role)
        let name = sql(identifier: role)
        let there = try await server.query("SELECT FROM pg_roles WHERE rolname = $1", [role])
        let verb = there.isEmpty ? "CREATE" : "ALTER"
        try await server.executeDiscreetly(
            "\(verb) ROLE \(name) LOGIN REPLICATION NOINHERIT PASSWORD "
                + sql(literal: verifier.reveal()))
        try await letIn(name, server)
        var settings = ours.with(["user": role])
        settings.password = password
        return settings
    }

    /// Everybody may connect to a database unless somebody took that back.
    private func letIn(_ name: String, _ server: PostgresConnection) async throws {
        let may = try await server.query(
            "SELECT has_database_privilege($1, current_database(), 'CONNECT')", [role])
        guard may.single != "t" else { return }
        try await server.execute(
            "GRANT CONNECT ON DATABASE \(sql(identifier: database)) TO \(name)")
    }

    /// The server's words when it would not have such a role, or not let it in; nil for anything
    /// that another role would meet too.
    private static func refusal(_ error: PostgresError) -> String? {
        guard case .server(let server) = error else { return nil }
        if server.sqlState == "42501", !server.message.contains("subscription") {
            return server.message
        }
        return isRefusal(server.message) ? server.message : nil
    }

    static func isRefusal(_ message: String) -> Bool {
        ["pg_hba.conf", "authentication failed"].contains { message.contains($0) }
    }

    // MARK: Copies of new tables

    /// Lets the role read tables while the subscription copies them; replication alone needs no
    /// such right.
    ///
    /// - Parameter tables: their names in SQL.
    func reading(_ tables: [String], _ body: () async throws -> Void) async throws {
        let server = await context.connection(publisher, database)
        let there = try await server.query("SELECT FROM pg_roles WHERE rolname = $1", [role])
        guard !there.isEmpty, !tables.isEmpty else { return try await body() }
        let name = sql(identifier: role)
        for schema in try await closedSchemas(tables, server) {
            try await server.execute("GRANT USAGE ON SCHEMA \(schema) TO \(name)")
        }
        for table in tables { try await server.execute("GRANT SELECT ON \(table) TO \(name)") }
        try await body()
        try await Self.takeBack(from: role, on: server)
    }

    private func closedSchemas(
        _ tables: [String], _ server: PostgresConnection
    ) async throws -> [String] {
        try await server.query(
            """
            SELECT DISTINCT format('%I', n.nspname)
            FROM unnest($1::text[]::regclass[]) t JOIN pg_class c ON c.oid = t
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT has_schema_privilege($2::name, n.oid, 'USAGE')
            """, [array(tables), role]
        ).column
    }

    private static func takeBack(from role: String, on server: PostgresConnection) async throws {
        let statements = try await server.query(
            """
            SELECT format('REVOKE ALL ON %s FROM %I', c.oid::regclass, $1::text)
            FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
            WHERE r.rolname = $1::text
            UNION SELECT format('REVOKE ALL ON SCHEMA %I FROM %I', n.nspname, $1::text)
            FROM pg_namespace n, aclexplode(n.nspacl) a JOIN pg_roles r ON r.oid = a.grantee
            WHERE r.rolname = $1::text
            """, [role]
        ).column
        for statement in statements { try await server.execute(statement) }
    }

    // MARK: The end

    /// True of a role that was made for a subscription, of this migration or another one, in a
    /// statement.
    static func isOurs(sql column: String) -> String {
        "\(column) ~ \(MigrationCore.sql(literal: ObjectNames.anyLinkPattern))"
    }

    static func dropAll(on side: Side, _ context: MigrationContext) async throws {
        let roles = try await context.maintenance(side).query(
            "SELECT rolname FROM pg_roles WHERE rolname ~ $1 ORDER BY 1",
            [context.names.linkPattern]
        ).column
        for role in roles { try await drop(role, on: side, context) }
    }

    /// Nothing happens where there is no such role. A privilege is taken back only where one was
    /// given: doing so writes a database's default privileges down that were not there before.
    static func drop(_ role: String, on side: Side, _ context: MigrationContext) async throws {
        let server = await context.maintenance(side)
        let there = try await server.query("SELECT FROM pg_roles WHERE rolname = $1", [role])
        guard !there.isEmpty else { return }
        let granted = try await server.query(
            """
            SELECT d.datname FROM pg_database d, aclexplode(d.datacl) a
            JOIN pg_roles r ON r.oid = a.grantee WHERE r.rolname = $1
            """, [role]
        ).column
        let name = sql(identifier: role)
        for database in granted {
            try await server.execute(
                "REVOKE CONNECT ON DATABASE \(sql(identifier: database)) FROM \(name)")
        }
        for database in context.databases {
            try await takeBack(from: role, on: await context.connection(side, database))
        }
        try await server.execute("DROP ROLE IF EXISTS \(name)")
    }
}
