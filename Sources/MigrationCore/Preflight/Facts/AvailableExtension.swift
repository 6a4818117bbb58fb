/// A version of an extension that `CREATE EXTENSION` would find on a server.
package struct AvailableExtension: Hashable, Sendable, Codable {
    package let name: String
    package let version: String
    package let isDefault: Bool
    package let needsSuperuser: Bool
    /// May be created by whoever may create in the database, since 13.
    package let isTrusted: Bool

    package init(
        name: String, version: String, isDefault: Bool = true, needsSuperuser: Bool = false,
        isTrusted: Bool = false
    ) {
        self.name = name
        self.version = version
        self.isDefault = isDefault
        self.needsSuperuser = needsSuperuser
        self.isTrusted = isTrusted
    }
}
