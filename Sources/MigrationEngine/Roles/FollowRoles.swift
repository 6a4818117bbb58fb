import MigrationCore
import PostgresCatalog
import PostgresClient

/// Takes over what became of roles since they were carried: new ones, passwords that were
/// renewed or have longer or shorter to live, memberships that were given or taken back; and keeps those out that may no longer log in.
///
/// Credentials are rotated while a migration goes on, and clients come to the other side with the new
/// ones. A role that the destination had before, or that has no business with what moves, is left as it is
/// there: somebody else may have renewed it.
struct FollowRoles {
    let context: MigrationContext
    let origin: Side

    private var destination: Side { origin.other }

    func perform() async throws {
        let here = await context.maintenance(origin)
        let there = await context.maintenance(destination)
        let roles = try await CarriedRole.read(on: here)
        let carry = CarryRoles(context: context, origin: origin)
        let fresh = try await carry.makeMissing(try await toCarry(roles, carry))
        let made = try await carry.made().union(fresh)
        let followed = made.intersection(try await mayConnect(here))
        let known = try await CarriedRole.read(on: there)
        try await renew(roles, known, followed.subtracting(fresh), here, there)
        try await followMemberships(of: followed, carry, here, there)
        try await carry.carryDetails(of: fresh)
        try await followLogin(roles, known, made: made, followed)
    }

    /// The target's own roles are no business of the source.
    private func toCarry(
        _ roles: [CarriedRole], _ carry: CarryRoles
    ) async throws -> [CarriedRole] {
        guard origin == .target else { return roles }
        let others = try await carry.others()
        return others.isEmpty ? [] : roles.filter { !others.contains(ExactText($0.name)) }
    }

    private func mayConnect(_ server: PostgresConnection) async throws -> Set<ExactText> {
        let rows = try await server.query(
            """
            SELECT rolname FROM pg_roles r WHERE EXISTS (SELECT FROM pg_database d
                WHERE d.datname = ANY($1::text[])
                AND has_database_privilege(r.oid, d.oid, 'CONNECT'))
            """, [array(context.databases)])
        return Set(rows.column.map { ExactText($0) })
    }

    private func renew(
        _ roles: [CarriedRole], _ known: [CarriedRole], _ followed: Set<ExactText>,
        _ here: PostgresConnection, _ there: PostgresConnection
    ) async throws {
        let until = Dictionary(
            known.map { (ExactText($0.name), $0.validUntil) },
            uniquingKeysWith: { first, _ in first })
        let old = await CarriedRole.passwordHashes(on: there)
        let new = old == nil ? nil : await CarriedRole.passwordHashes(on: here)
        for role in roles where followed.contains(ExactText(role.name)) {
            let key = ExactText(role.name)
            var changes: [String] = []
            if let before = until[key], before != role.validUntil {
                changes.append("VALID UNTIL \(sql(literal: role.validUntil))")
            }
            if let old, let secret = new?[key], isRenewed(secret, old[key]) {
                changes.append("PASSWORD \(sql(literal: secret))")
            }
            guard !changes.isEmpty else { continue }
            try await context.tolerating(
                "what was renewed of \(quoted(identifier: role.name))", on: destination
            ) {
                () throws(PostgresError) in
                try await there.executeDiscreetly(
                    "ALTER ROLE \(sql(identifier: role.name)) \(changes.joined(separator: " "))")
            }
        }
    }

    /// A password that somebody gave a role on the destination alone stays: where the origin has none, or
    /// only an old hash of it.
    private func isRenewed(_ secret: String, _ before: String?) -> Bool {
        guard let before else { return true }
        return secret != before && !(before.hasPrefix("SCRAM") && !secret.hasPrefix("SCRAM"))
    }

    /// Taken back is only what Apus gave: nothing from the source, and nothing that somebody granted on the
    /// target, such as a cloud's own groups.
    private func followMemberships(
        of members: Set<ExactText>, _ carry: CarryRoles, _ here: PostgresConnection,
        _ there: PostgresConnection
    ) async throws {
        let wanted = try await memberships(on: here).filter { members.contains($0.member) }
        let found = try await memberships(on: there).filter { members.contains($0.member) }
        try await carry.carryMemberships(of: Set(wanted.subtracting(found).map(\.member)))
        guard destination == .target else { return }
        let given = try await context.journal(.source).entries().all(.grantCarried)
        let taken = Set(found.subtracting(wanted).map { ExactText($0.revoke) })
        for statement in given where taken.contains(ExactText(Self.withoutGrantor(statement))) {
            try await context.tolerating(statement, on: destination) { () throws(PostgresError) in
                try await there.execute(statement)
            }
        }
    }

    private static func withoutGrantor(_ statement: String) -> Substring {
        statement.cutExactly(atLast: " GRANTED BY ")?.0 ?? Substring(statement)
    }

    private struct Pair: Hashable {
        let group: ExactText
        let member: ExactText
        let revoke: String
    }

    private func memberships(on server: PostgresConnection) async throws -> Set<Pair> {
        let rows = try await server.query(
            """
            SELECT DISTINCT g.rolname AS grp, m.rolname AS member FROM pg_auth_members a
            JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
            """)
        return Set(
            rows.records.map {
                Pair(
                    group: ExactText($0["grp"]), member: ExactText($0["member"]),
                    revoke:
                        "REVOKE \(sql(identifier: $0["grp"])) FROM \(sql(identifier: $0["member"]))"
                )
            })
    }

    /// The fence gives LOGIN back to whom it took it from. Whoever has lost it on the origin since, or is
    /// gone there, must not come back with it.
    private func followLogin(
        _ roles: [CarriedRole], _ known: [CarriedRole], made: Set<ExactText>,
        _ followed: Set<ExactText>
    ) async throws {
        let mayLogIn = Set(roles.filter(\.canLogin).map { ExactText($0.name) })
        let gone = made.subtracting(mayLogIn)
        let welcome = followed.intersection(mayLogIn)
        let closed = known.map(\.name).filter {
            gone.contains(ExactText($0))
        }
        let opened = known.filter { !$0.canLogin }.map(\.name).filter {
            welcome.contains(ExactText($0))
        }
        try await context.journal(destination).connection.execute(
            """
            DELETE FROM apus.fence WHERE role = ANY(\(arrayLiteral(closed)));
            INSERT INTO apus.fence SELECT unnest(\(arrayLiteral(opened))) ON CONFLICT DO NOTHING
            """)
    }
}
