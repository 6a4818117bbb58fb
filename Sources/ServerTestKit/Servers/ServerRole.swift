import MigrationCore
package import PostgresClient

/// A login role that a temporary server has from its first start.
package struct ServerRole: Hashable, Sendable {
    package var name: String
    package var password: Secret?
    /// Words of `CREATE ROLE`, such as `REPLICATION` or `CREATEDB`.
    package var attributes: [String]
    /// Roles it belongs to; those the server's version does not have are left out.
    package var memberOf: [String]

    package init(
        _ name: String, password: Secret? = nil, attributes: [String] = [],
        memberOf: [String] = []
    ) {
        self.name = name
        self.password = password
        self.attributes = attributes
        self.memberOf = memberOf
    }

    /// The statements that make it.
    var statements: [String] {
        let role = sql(identifier: name)
        let secret = password.map { " PASSWORD " + sql(literal: $0.reveal()) } ?? ""
        let create = "CREATE ROLE \(role) LOGIN \(attributes.joined(separator: " "))\(secret)"
        return [create] + memberOf.map { membership(of: role, in: $0) }
    }

    private func membership(of role: String, in group: String) -> String {
        """
        DO $$ BEGIN
          IF EXISTS (SELECT FROM pg_roles WHERE rolname = \(sql(literal: group))) THEN
            GRANT \(sql(identifier: group)) TO \(role);
          END IF;
        END $$
        """
    }
}
