import Diagnostics
import MigrationCore
import PostgresClient

/// Brings the source's roles to the target as they are. The target's fence takes LOGIN from all of
/// them before the first row arrives; roles that the target has already keep their attributes.
struct CarryRoles {
    let context: MigrationContext

    func perform() async throws {
        let source = await context.maintenance(.source)
        let target = await context.maintenance(.target)
        let present = Set(try await target.query("SELECT rolname FROM pg_roles").column)
        let roles = try await readRoles(on: source)
        let secrets = await passwordHashes(on: source)
        for role in roles where !present.contains(role.name) {
            try await create(role, password: secrets?[role.name], on: target)
        }
        for role in roles { try await mayActAs(role.name, on: target) }
        try await carryMemberships(from: source, to: target, known: Set(roles.map(\.name)))
        try await carrySettings(from: source, to: target)
        await reportMissingPasswords(roles, present, secrets)
    }

    private struct Role {
        let name: String
        let attributes: String
        let canLogin: Bool
    }

    private func readRoles(on source: PostgresConnection) async throws -> [Role] {
        let rows = try await source.query(
            """
            SELECT rolname, rolcanlogin, concat_ws(' ',
                CASE WHEN rolsuper THEN 'SUPERUSER' END,
                CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
                CASE WHEN rolcreatedb THEN 'CREATEDB' END,
                CASE WHEN NOT rolinherit THEN 'NOINHERIT' END,
                CASE WHEN rolreplication THEN 'REPLICATION' END,
                CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
                CASE WHEN rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' || rolconnlimit END,
                CASE WHEN rolvaliduntil IS NOT NULL
                    THEN 'VALID UNTIL ' || quote_literal(rolvaliduntil) END) AS attributes
            FROM pg_roles WHERE NOT \(ReservedNames.isRole(sql: "rolname")) ORDER BY rolname
            """)
        return rows.records.map {
            Role(
                name: $0["rolname"], attributes: $0["attributes"], canLogin: $0.bool("rolcanlogin"))
        }
    }

    /// Only a superuser may read them; nil where we may not.
    private func passwordHashes(on source: PostgresConnection) async -> [String: String]? {
        let rows = try? await source.query(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")
        return rows.map { rows in
            Dictionary(
                rows.records.map { ($0["rolname"], $0["rolpassword"]) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private func create(
        _ role: Role, password: String?, on target: PostgresConnection
    ) async throws {
        let name = sql(identifier: role.name) + (role.canLogin ? " LOGIN" : " NOLOGIN")
        let secret = password.map { " PASSWORD \(sql(literal: $0))" } ?? ""
        do {
            try await target.execute("CREATE ROLE \(name) \(role.attributes)\(secret)")
        } catch {
            guard error.sqlState == "42501" else { throw error }
            // Some attributes are a superuser's to give. Without them the role owns and is
            // granted what it should, and the report names what it lacks.
            try await target.execute("CREATE ROLE \(name)\(secret)")
            context.progress.report(
                .warning(
                    "role \(quoted(identifier: role.name)) was made on the target without "
                        + "\(role.attributes): \(error)"))
        }
        try await record(.roleCreated, role.name)
    }

    /// To give objects to a role, ours has to be a member of it; a superuser is of all.
    private func mayActAs(_ role: String, on target: PostgresConnection) async throws {
        let privilege = context.versions.target.major >= 16 ? "SET" : "MEMBER"
        let acts = try await target.query(
            """
            SELECT pg_has_role(current_user, $1, 'USAGE') AND pg_has_role(current_user, $1, $2)
            """, [role, privilege]
        ).single
        guard acts != "t" else { return }
        do {
            try await target.execute("GRANT \(sql(identifier: role)) TO CURRENT_USER")
            try await record(.membershipGranted, role)
        } catch {
            guard (error as? PostgresError)?.sqlState != nil else { throw error }
            // It matters only for roles that own something; the restore names those.
        }
    }

    private func carryMemberships(
        from source: PostgresConnection, to target: PostgresConnection, known: Set<String>
    ) async throws {
        let rows = try await source.query(
            """
            SELECT DISTINCT g.rolname AS grp, m.rolname AS member, bool_or(a.admin_option) AS admin
            FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member GROUP BY 1, 2 ORDER BY 1, 2
            """)
        for row in rows.records where known.contains(row["member"]) {
            let there = try await target.query(
                """
                SELECT FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
                JOIN pg_roles m ON m.oid = a.member WHERE g.rolname = $1 AND m.rolname = $2
                """, [row["grp"], row["member"]])
            guard there.isEmpty else { continue }
            let grant =
                "GRANT \(sql(identifier: row["grp"])) TO \(sql(identifier: row["member"]))"
                + (row.bool("admin") ? " WITH ADMIN OPTION" : "")
            await warnIfRefused(grant, on: target)
        }
    }

    /// `ALTER ROLE … SET`, for all databases; those for one database come with its dump.
    private func carrySettings(
        from source: PostgresConnection, to target: PostgresConnection
    ) async throws {
        let rows = try await source.query(
            """
            SELECT r.rolname, split_part(c, '=', 1) AS name,
                substr(c, strpos(c, '=') + 1) AS value
            FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole,
            unnest(s.setconfig) c WHERE s.setdatabase = 0
            AND NOT \(ReservedNames.isRole(sql: "r.rolname"))
            """)
        let lists: Set = [
            "search_path", "temp_tablespaces", "session_preload_libraries",
            "shared_preload_libraries", "local_preload_libraries", "unix_socket_directories",
        ]
        for row in rows.records {
            // A list is stored quoted already; as one literal it would become a single name.
            let value = lists.contains(row["name"]) ? row["value"] : sql(literal: row["value"])
            await warnIfRefused(
                "ALTER ROLE \(sql(identifier: row["rolname"])) SET "
                    + "\(sql(identifier: row["name"])) TO \(value.isEmpty ? "''" : value)",
                on: target)
        }
    }

    private func warnIfRefused(_ statement: String, on target: PostgresConnection) async {
        do {
            try await target.execute(statement)
        } catch {
            context.progress.report(.warning("the target refused \(statement): \(error)"))
        }
    }

    private func reportMissingPasswords(
        _ roles: [Role], _ present: Set<String>, _ secrets: [String: String]?
    ) async {
        let missing = roles.filter { $0.canLogin && !present.contains($0.name) }
        guard secrets == nil, !missing.isEmpty else { return }
        let names = missing.map { quoted(identifier: $0.name) }.joined(separator: ", ")
        context.progress.report(
            .warning(
                "password hashes cannot be read on the source: give these roles their passwords on "
                    + "the target with ALTER ROLE … PASSWORD before the switchover: \(names)"))
    }

    /// The target's own journal stands in a database that does not exist yet.
    private func record(_ kind: Journal.Kind, _ data: String) async throws {
        try await context.record(kind, data, on: .source)
    }
}
