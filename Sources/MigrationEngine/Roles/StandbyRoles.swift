import MigrationCore
import PostgresCatalog
import PostgresClient

/// The roles of a side that standbys come in as, which the fence lets be. They stand beside the fence, so
/// that whoever raises it, now or after a restart, knows of them.
struct StandbyRoles {
    let context: MigrationContext
    let side: Side

    /// Looks who they are now. Tables bring their privileges from the source, so its databases count on
    /// both sides.
    func renew() async throws {
        let roles = try await candidates()
        let databases = roles.isEmpty ? [] : try await knowledge()
        let spared = roles.filter {
            isStandbyRole($0.name, groups: $0.groups, databases: databases)
        }.map(\.name)
        let journal = await context.journal(side)
        try await journal.create()
        try await journal.connection.execute(
            """
            BEGIN; DELETE FROM apus.standby_role;
            INSERT INTO apus.standby_role SELECT unnest(\(arrayLiteral(spared))); COMMIT
            """)
    }

    /// True of a role that the fence spares, in a statement on the side.
    static func isSpared(sql column: String) -> String {
        "EXISTS (SELECT FROM apus.standby_role s WHERE s.role = \(column))"
    }

    private func candidates() async throws -> [(name: String, groups: [String])] {
        try await context.maintenance(side).query(
            """
            SELECT r.rolname, (SELECT string_agg(g.rolname::text, E'\\n') FROM pg_auth_members m
                JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid) AS groups
            FROM pg_roles r WHERE r.rolreplication AND r.rolcanlogin AND NOT r.rolsuper
            AND r.rolname <> current_user AND NOT \(ReservedNames.isRole(sql: "r.rolname"))
            AND NOT \(PeerAccess.isOurs(sql: "r.rolname")) ORDER BY 1
            """
        ).records.map { record in
            (record["rolname"], record["groups"].split(separator: "\n").map(String.init))
        }
    }

    private func knowledge() async throws -> [[ReplicationRole]?] {
        var known: [[ReplicationRole]?] = []
        for side in side == .source ? [Side.source] : Side.allCases {
            let there = try await context.maintenance(side).query(
                "SELECT datname FROM pg_database WHERE datname = ANY($1::text[])",
                [array(context.databases)]
            ).column
            for database in context.databases where there.contains(database) {
                let reader = CatalogReader(await context.connection(side, database))
                known.append(
                    try await reader.rows(.replicationRoles, as: ReplicationRole.self).value)
            }
        }
        return known
    }
}
