/// A collation that a column or an index uses, other than `C` and the database's own.
package struct CollationFacts: Hashable, Sendable, Codable {
    package let schema: String
    package let name: String
    /// `c` libc, `i` ICU, `b` builtin.
    package let provider: String
    package let locale: String?
    package let isDeterministic: Bool
    package let version: String?
    package let actualVersion: String?
    package let isOwn: Bool

    package init(
        schema: String = "pg_catalog", name: String, provider: String = "i",
        locale: String? = nil, isDeterministic: Bool = true, version: String? = nil,
        actualVersion: String? = nil, isOwn: Bool = false
    ) {
        self.schema = schema
        self.name = name
        self.provider = provider
        self.locale = locale
        self.isDeterministic = isDeterministic
        self.version = version
        self.actualVersion = actualVersion
        self.isOwn = isOwn
    }

    var label: String { QualifiedName(schema: schema, name: name).description }
}
