/// One line of `ALTER ROLE … IN DATABASE … SET`; either name may be missing, meaning all.
package struct RoleSetting: Hashable, Sendable, Codable {
    package let role: String?
    package let database: String?
    package let name: String
    package let value: String

    package init(role: String?, database: String?, name: String, value: String) {
        self.role = role
        self.database = database
        self.name = name
        self.value = value
    }
}
