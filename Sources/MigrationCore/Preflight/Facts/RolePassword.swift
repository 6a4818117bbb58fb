/// How a role's password is kept; never the hash itself.
package struct RolePassword: Hashable, Sendable, Codable {
    package let role: String
    /// `scram`, `md5` or `none`.
    package let kind: String

    package init(role: String, kind: String) {
        self.role = role
        self.kind = kind
    }
}
