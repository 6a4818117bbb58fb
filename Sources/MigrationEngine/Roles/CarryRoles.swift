import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Brings the source's roles to the target as they are. The target's fence takes LOGIN from all of
/// them before the first row arrives; roles that the target has already keep their attributes.
struct CarryRoles {
    let context: MigrationContext

    func perform() async throws {
        let source = await context.maintenance(.source)
        let target = await context.maintenance(.target)
        let present = Set(
            try await target.query("SELECT rolname FROM pg_roles").column.map { ExactText($0) })
        let roles = try await readRoles(on: source)
        let secrets = await passwordHashes(on: source)
        for role in roles where !present.contains(ExactText(role.name)) {
            try await create(role, password: secrets?[ExactText(role.name)], on: target)
        }
        for role in roles { try await mayActAs(role.name, on: target) }
        try await CarryMemberships(context: context, source: source, target: target)
            .perform(for: Set(roles.map { ExactText($0.name) }))
        // A role that the target had before keeps what it had.
        let made = try await context.journal(.source).entries().all(.roleCreated)
        try await CarryRoleDetails(context: context, source: source, target: target)
            .perform(for: Set(made.map { ExactText($0) }))
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
            FROM pg_roles WHERE NOT \(ReservedNames.isRole(sql: "rolname"))
            AND NOT \(PeerAccess.isOurs(sql: "rolname")) ORDER BY rolname
            """)
        return rows.records.map {
            Role(
                name: $0["rolname"], attributes: $0["attributes"], canLogin: $0.bool("rolcanlogin"))
        }
    }

    /// Only a superuser may read them; nil where we may not.
    private func passwordHashes(on source: PostgresConnection) async -> [ExactText: String]? {
        let rows = try? await source.query(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")
        return rows.map { rows in
            Dictionary(
                rows.records.map { (ExactText($0["rolname"]), $0["rolpassword"]) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private func create(
        _ role: Role, password: String?, on target: PostgresConnection
    ) async throws {
        let name = sql(identifier: role.name) + (role.canLogin ? " LOGIN" : " NOLOGIN")
        let secret = password.map { " PASSWORD \(sql(literal: $0))" } ?? ""
        try await context.remembering(.roleCreated, role.name) { () throws(PostgresError) in
            do throws(PostgresError) {
                try await target.executeDiscreetly(
                    "CREATE ROLE \(name) \(role.attributes)\(secret)")
            } catch {
                guard error.sqlState == "42501" else { throw error }
                // Some attributes are a superuser's to give. Without them the role owns and is
                // granted what it should, and the report names what it lacks.
                try await target.executeDiscreetly("CREATE ROLE \(name)\(secret)")
                context.progress.report(
                    .warning(
                        "role \(quoted(identifier: role.name)) was made on the target without "
                            + "\(role.attributes): \(error)"))
            }
            DeliberateFault.reach("role-made")
        }
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
        do throws(PostgresError) {
            try await context.remembering(.membershipGranted, role) { () throws(PostgresError) in
                try await target.execute("GRANT \(sql(identifier: role)) TO CURRENT_USER")
            }
        } catch {
            guard error.sqlState != nil else { throw error }
            // It matters only for roles that own something; the restore names those.
        }
    }

    private func reportMissingPasswords(
        _ roles: [Role], _ present: Set<ExactText>, _ secrets: [ExactText: String]?
    ) async {
        let missing = roles.filter { $0.canLogin && !present.contains(ExactText($0.name)) }
        guard secrets == nil, !missing.isEmpty else { return }
        let names = missing.map { quoted(identifier: $0.name) }.joined(separator: ", ")
        context.progress.report(
            .warning(
                "password hashes cannot be read on the source: give these roles their passwords on "
                    + "the target with ALTER ROLE … PASSWORD before the switchover: \(names)"))
    }
}
