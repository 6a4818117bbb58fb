import MigrationCore
import PostgresClient

/// Makes roles members of the groups they are in on the source, with the same options, and by the
/// same grantor where the target lets it be said.
struct CarryMemberships {
    let context: MigrationContext
    let origin: Side
    let source: PostgresConnection
    let target: PostgresConnection

    /// A grantor needs its own membership with ADMIN first, so they come in rounds: as long as one
    /// goes through, another may.
    func perform(for members: Set<ExactText>) async throws {
        var waiting = try await read().filter { members.contains(ExactText($0.member)) }
        while !waiting.isEmpty {
            var refused: [Membership] = []
            for membership in waiting where try await !grant(membership) {
                refused.append(membership)
            }
            if refused.count == waiting.count { return try await grantAsOurselves(refused) }
            waiting = refused
        }
    }

    private struct Membership {
        let group: String
        let member: String
        /// nil for the server's first superuser, who is behind whatever a superuser grants.
        let grantor: String?
        let options: String
    }

    private func read() async throws -> [Membership] {
        let hasOptions = context.versions[origin].major >= 16
        let rows = try await source.query(
            """
            SELECT g.rolname AS grp, m.rolname AS member, a.admin_option AS admin,
                CASE WHEN a.grantor <> 10 THEN o.rolname END AS grantor,
                \(hasOptions ? "a.inherit_option" : "NULL") AS inherits,
                \(hasOptions ? "a.set_option" : "NULL") AS sets
            FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member LEFT JOIN pg_roles o ON o.oid = a.grantor
            ORDER BY a.admin_option DESC, 1, 2, 4
            """)
        return rows.records.map {
            Membership(
                group: $0["grp"], member: $0["member"], grantor: $0[optional: "grantor"],
                options: options($0))
        }
    }

    /// Before 16 a membership knows ADMIN alone; the others follow from the member.
    private func options(_ row: Record) -> String {
        guard context.versions[origin.other].major >= 16, row[optional: "inherits"] != nil else {
            return row.bool("admin") ? " WITH ADMIN OPTION" : ""
        }
        func word(_ column: String) -> String { row.bool(column) ? "TRUE" : "FALSE" }
        return " WITH ADMIN \(word("admin")), INHERIT \(word("inherits")), SET \(word("sets"))"
    }

    private func statement(_ membership: Membership, by grantor: String?) -> String {
        "GRANT \(sql(identifier: membership.group)) TO \(sql(identifier: membership.member))"
            + membership.options
            + (grantor.map { " GRANTED BY \(sql(identifier: $0))" } ?? "")
    }

    /// - Returns: false where it may work once others are there.
    private func grant(_ membership: Membership) async throws -> Bool {
        if try await isThere(membership) { return true }
        do throws(PostgresError) {
            try await give(membership, by: membership.grantor)
            return true
        } catch {
            guard error.sqlState != nil else { throw error }
            return false
        }
    }

    /// A grantor who is gone, or was never allowed to, leaves its grants to us.
    private func grantAsOurselves(_ refused: [Membership]) async throws {
        for membership in refused {
            do throws(PostgresError) {
                try await give(membership, by: nil)
            } catch {
                let statement = statement(membership, by: nil)
                context.progress.report(.warning("the target refused \(statement): \(error)"))
            }
        }
    }

    private func isThere(_ membership: Membership) async throws -> Bool {
        try await !target.query(
            """
            SELECT FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member JOIN pg_roles o ON o.oid = a.grantor
            WHERE g.rolname = $1 AND m.rolname = $2
            AND coalesce(o.rolname = $3, o.oid = 10 OR o.rolname = current_user)
            """, [membership.group, membership.member, membership.grantor]
        ).isEmpty
    }

    /// An abort has to take it back: both roles may have been there before.
    private func give(
        _ membership: Membership, by grantor: String?
    ) async throws(PostgresError) {
        let revoke =
            "REVOKE \(sql(identifier: membership.group)) FROM \(sql(identifier: membership.member))"
            + (grantor.map { " GRANTED BY \(sql(identifier: $0))" } ?? "")
        try await context.remembering(.grantCarried, revoke, of: origin.other) {
            () throws(PostgresError) in
            try await target.execute(statement(membership, by: grantor))
        }
    }
}
