import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Brings one side's roles to the other as they are: the source's to the target, whose fence takes LOGIN
/// from all of them before the first row arrives. Roles that are there already keep their attributes.
struct CarryRoles {
    let context: MigrationContext
    var origin = Side.source

    private var destination: Side { origin.other }

    func perform() async throws {
        let roles = try await CarriedRole.read(on: await context.maintenance(origin))
        try await rememberOthers()
        try await makeMissing(roles)
        let target = await context.maintenance(destination)
        for role in roles { try await mayActAs(role.name, on: target) }
        try await carryMemberships(of: Set(roles.map { ExactText($0.name) }))
        // A role that the target had before keeps what it had.
        try await carryDetails(of: try await made())
    }

    /// Which roles the target has of its own, so that no way back brings them to the source.
    private func rememberOthers() async throws {
        guard try await others().isEmpty else { return }
        let names = try await context.maintenance(.target).query("SELECT rolname FROM pg_roles")
        try await context.replace(.roleBefore, with: names.column, on: .source)
    }

    /// Roles that the target had before Apus came.
    func others() async throws -> Set<ExactText> {
        let entries = try await context.journal(.source).entries()
        return Set(entries.all(.roleBefore).map { ExactText($0) })
    }

    /// Roles that Apus made on the target.
    func made() async throws -> Set<ExactText> {
        let entries = try await context.journal(.source).entries()
        return Set(entries.all(.roleCreated).map { ExactText($0) })
    }

    /// - Returns: those that it made.
    @discardableResult
    func makeMissing(_ roles: [CarriedRole]) async throws -> Set<ExactText> {
        let target = await context.maintenance(destination)
        let present = Set(
            try await target.query("SELECT rolname FROM pg_roles").column.map { ExactText($0) })
        let missing = roles.filter { !present.contains(ExactText($0.name)) }
        guard !missing.isEmpty else { return [] }
        let secrets = await CarriedRole.passwordHashes(on: await context.maintenance(origin))
        for role in missing {
            try await create(role, password: secrets?[ExactText(role.name)], on: target)
        }
        if secrets == nil { reportMissingPasswords(missing.filter(\.canLogin)) }
        return Set(missing.map { ExactText($0.name) })
    }

    func carryMemberships(of members: Set<ExactText>) async throws {
        try await CarryMemberships(
            context: context, origin: origin, source: await context.maintenance(origin),
            target: await context.maintenance(destination)
        ).perform(for: members)
    }

    func carryDetails(of roles: Set<ExactText>) async throws {
        guard !roles.isEmpty else { return }
        try await CarryRoleDetails(
            context: context, origin: origin, source: await context.maintenance(origin),
            target: await context.maintenance(destination)
        ).perform(for: roles)
    }

    private func create(
        _ role: CarriedRole, password: String?, on target: PostgresConnection
    ) async throws {
        let name = sql(identifier: role.name) + (role.canLogin ? " LOGIN" : " NOLOGIN")
        let secret = password.map { " PASSWORD \(sql(literal: $0))" } ?? ""
        try await context.remembering(.roleCreated, role.name, of: destination) {
            () throws(PostgresError) in
            do throws(PostgresError) {
                try await target.executeDiscreetly(
                    "CREATE ROLE \(name) \(role.attributes)\(secret)")
            } catch {
                guard error.sqlState == "42501" else { throw error }
                // Some attributes are a superuser's to give. Without them the role owns and is
                // granted what it should, and the report names what it lacks.
                try await target.executeDiscreetly(
                    "CREATE ROLE \(name) VALID UNTIL \(sql(literal: role.validUntil))\(secret)")
                context.progress.report(
                    .warning(
                        "role \(quoted(identifier: role.name)) was made on the \(destination) without "
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

    private func reportMissingPasswords(_ roles: [CarriedRole]) {
        guard !roles.isEmpty else { return }
        let names = roles.map { quoted(identifier: $0.name) }.joined(separator: ", ")
        context.progress.report(
            .warning(
                "password hashes cannot be read on the \(origin): give these roles their passwords on "
                    + "the \(destination) with ALTER ROLE … PASSWORD before the switchover: \(names)"
            ))
    }
}
