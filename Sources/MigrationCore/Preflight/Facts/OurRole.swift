/// What the role that the migration uses may do on one server.
package struct OurRole: Hashable, Sendable, Codable {
    package var name: String
    package var isSuperuser: Bool
    package var canCreateRoles: Bool
    package var canCreateDatabases: Bool
    /// REPLICATION, or the managed service's own grant for it.
    package var canReplicate: Bool
    package var bypassesRowSecurity: Bool
    /// Predefined roles whose rights we have now, without SET ROLE.
    package var has: [String]
    /// Nil for no limit.
    package var connectionLimit: Int?

    package init(
        name: String, isSuperuser: Bool = false, canCreateRoles: Bool = false,
        canCreateDatabases: Bool = false, canReplicate: Bool = false,
        bypassesRowSecurity: Bool = false, has: [String] = [], connectionLimit: Int? = nil
    ) {
        self.name = name
        self.isSuperuser = isSuperuser
        self.canCreateRoles = canCreateRoles
        self.canCreateDatabases = canCreateDatabases
        self.canReplicate = canReplicate
        self.bypassesRowSecurity = bypassesRowSecurity
        self.has = has
        self.connectionLimit = connectionLimit
    }

    /// Always quoted, for statements.
    var sqlName: String { sql(identifier: name) }

    func hasRights(of role: String) -> Bool { isSuperuser || has.contains(role) }

    var seesAllSessions: Bool { hasRights(of: "pg_read_all_stats") }
}
