/// A row of `pg_database`, with who may connect.
package struct DatabaseEntry: Hashable, Sendable, Codable {
    package var name: String
    package var owner: String
    package var encoding: String
    package var collate: String
    package var characterType: String
    /// `c` libc, `i` ICU, `b` builtin; `d` never appears here.
    package var provider: String
    package var locale: String?
    package var allowsConnections: Bool
    package var isTemplate: Bool
    package var connectionLimit: Int
    package var tablespace: String
    /// What the collation library was when the database was made, and what it is; nil before 15.
    package var collationVersion: String?
    package var actualCollationVersion: String?
    /// Nil when we may neither connect nor read statistics.
    package var bytes: Int64?
    package var weMayConnect: Bool
    /// Login roles that may connect.
    package var openTo: [String]
    /// Whether every role may connect, those too that are still to be made.
    package var isOpenToAll: Bool

    package init(
        name: String, owner: String = "app", encoding: String = "UTF8",
        collate: String = "C.UTF-8", characterType: String = "C.UTF-8", provider: String = "c",
        locale: String? = nil, allowsConnections: Bool = true, isTemplate: Bool = false,
        connectionLimit: Int = -1, tablespace: String = "pg_default",
        collationVersion: String? = nil, actualCollationVersion: String? = nil,
        bytes: Int64? = 1 << 30, weMayConnect: Bool = true, openTo: [String] = [],
        isOpenToAll: Bool = true
    ) {
        self.name = name
        self.owner = owner
        self.encoding = encoding
        self.collate = collate
        self.characterType = characterType
        self.provider = provider
        self.locale = locale
        self.allowsConnections = allowsConnections
        self.isTemplate = isTemplate
        self.connectionLimit = connectionLimit
        self.tablespace = tablespace
        self.collationVersion = collationVersion
        self.actualCollationVersion = actualCollationVersion
        self.bytes = bytes
        self.weMayConnect = weMayConnect
        self.openTo = openTo
        self.isOpenToAll = isOpenToAll
    }
}
