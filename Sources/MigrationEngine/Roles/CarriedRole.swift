import MigrationCore
import PostgresCatalog
import PostgresClient

/// A role as one side has it.
struct CarriedRole: Sendable {
    let name: String
    /// What `CREATE ROLE` takes, but for LOGIN and a password.
    let attributes: String
    let canLogin: Bool
    /// Until when its password holds, as `VALID UNTIL` takes it.
    let validUntil: String

    /// Neither the server's own nor ours.
    static func read(on server: PostgresConnection) async throws -> [CarriedRole] {
        let rows = try await server.query(
            """
            SELECT rolname, rolcanlogin,
                coalesce(rolvaliduntil, 'infinity')::text AS valid_until, concat_ws(' ',
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
            CarriedRole(
                name: $0["rolname"], attributes: $0["attributes"], canLogin: $0.bool("rolcanlogin"),
                validUntil: $0["valid_until"])
        }
    }

    /// Only a superuser may read them; nil where we may not.
    static func passwordHashes(on server: PostgresConnection) async -> [ExactText: String]? {
        let rows = try? await server.query(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL")
        return rows.map { rows in
            Dictionary(
                rows.records.map { (ExactText($0["rolname"]), $0["rolpassword"]) },
                uniquingKeysWith: { first, _ in first })
        }
    }
}
