import MigrationCore
import PostgresClient

/// Settings, comments and privileges on settings of the roles that Apus made; settings for one
/// database come with its dump.
struct CarryRoleDetails {
    let context: MigrationContext
    let origin: Side
    let source: PostgresConnection
    let target: PostgresConnection

    func perform(for roles: Set<ExactText>) async throws {
        for statement in try await settings(roles) + comments(roles) {
            try await context.tolerating(statement, on: origin.other) { () throws(PostgresError) in
                try await target.execute(statement)
            }
        }
        for (grant, revoke) in try await parameters(roles) {
            try await context.tolerating(grant, on: origin.other) { () throws(PostgresError) in
                try await context.remembering(.grantCarried, revoke, of: origin.other) {
                    () throws(PostgresError) in
                    try await target.execute(grant)
                }
            }
        }
    }

    private func settings(_ roles: Set<ExactText>) async throws -> [String] {
        let rows = try await source.query(
            """
            SELECT r.rolname, split_part(c, '=', 1) AS name,
                substr(c, strpos(c, '=') + 1) AS value
            FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole,
            unnest(s.setconfig) c WHERE s.setdatabase = 0
            """)
        let lists: Set = [
            "search_path", "temp_tablespaces", "session_preload_libraries",
            "shared_preload_libraries", "local_preload_libraries", "unix_socket_directories",
        ]
        return rows.records.filter { roles.contains(ExactText($0["rolname"])) }.map { row in
            // A list is stored quoted already; as one literal it would become a single name.
            let value = lists.contains(row["name"]) ? row["value"] : sql(literal: row["value"])
            // A custom setting's name has parts.
            let name = row["name"].split(separator: ".").map { sql(identifier: String($0)) }
            return "ALTER ROLE \(sql(identifier: row["rolname"])) SET "
                + "\(name.joined(separator: ".")) TO \(value.isEmpty ? "''" : value)"
        }
    }

    private func comments(_ roles: Set<ExactText>) async throws -> [String] {
        let rows = try await source.query(
            """
            SELECT rolname, shobj_description(oid, 'pg_authid') AS comment FROM pg_roles
            WHERE shobj_description(oid, 'pg_authid') IS NOT NULL ORDER BY 1
            """)
        return rows.records.filter { roles.contains(ExactText($0["rolname"])) }.map {
            "COMMENT ON ROLE \(sql(identifier: $0["rolname"])) IS \(sql(literal: $0["comment"]))"
        }
    }

    /// `GRANT … ON PARAMETER`, which 15 began with.
    private func parameters(
        _ roles: Set<ExactText>
    ) async throws -> [(grant: String, revoke: String)] {
        guard context.versions[origin].major >= 15, context.versions[origin.other].major >= 15
        else {
            return []
        }
        let rows = try await source.query(
            """
            SELECT r.rolname, p.parname, a.privilege_type, a.is_grantable
            FROM pg_parameter_acl p, aclexplode(p.paracl) a JOIN pg_roles r ON r.oid = a.grantee
            ORDER BY 1, 2, 3
            """)
        return rows.records.filter { roles.contains(ExactText($0["rolname"])) }.map { row in
            let what = "\(row["privilege_type"]) ON PARAMETER \(sql(identifier: row["parname"]))"
            let role = sql(identifier: row["rolname"])
            return (
                "GRANT \(what) TO \(role)" + (row.bool("is_grantable") ? " WITH GRANT OPTION" : ""),
                "REVOKE \(what) FROM \(role)"
            )
        }
    }
}
