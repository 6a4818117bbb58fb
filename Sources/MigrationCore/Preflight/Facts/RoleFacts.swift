/// A role of a server, and whether we could fence it.
package struct RoleFacts: Hashable, Sendable, Codable {
    package var name: String
    package var isSuperuser: Bool
    package var canLogIn: Bool
    package var canCreateRoles: Bool
    package var canCreateDatabases: Bool
    package var canReplicate: Bool
    package var bypassesRowSecurity: Bool
    package var connectionLimit: Int
    package var memberOf: [String]
    /// Whether `ALTER ROLE … NOLOGIN` would be allowed to us.
    package var canBeFenced: Bool
    /// Whether `pg_terminate_backend` on its sessions would be allowed to us.
    package var canBeTerminated: Bool

    package init(
        name: String, isSuperuser: Bool = false, canLogIn: Bool = true,
        canCreateRoles: Bool = false, canCreateDatabases: Bool = false, canReplicate: Bool = false,
        bypassesRowSecurity: Bool = false, connectionLimit: Int = -1, memberOf: [String] = [],
        canBeFenced: Bool = true, canBeTerminated: Bool = true
    ) {
        self.name = name
        self.isSuperuser = isSuperuser
        self.canLogIn = canLogIn
        self.canCreateRoles = canCreateRoles
        self.canCreateDatabases = canCreateDatabases
        self.canReplicate = canReplicate
        self.bypassesRowSecurity = bypassesRowSecurity
        self.connectionLimit = connectionLimit
        self.memberOf = memberOf
        self.canBeFenced = canBeFenced
        self.canBeTerminated = canBeTerminated
    }

    /// Belongs to PostgreSQL or to the managed service: nobody's client, and not ours to change.
    var isReserved: Bool { ReservedNames.isRole(name) }
}
