/// A locale that a server knows, and the library it comes from.
package struct ServerLocale: Hashable, Sendable, Codable {
    /// `c` libc, `i` ICU, `b` builtin.
    package let provider: String
    /// Nil for ICU's root in some versions.
    package let name: String?

    package init(provider: String, name: String?) {
        self.provider = provider
        self.name = name
    }

    /// `en_US.utf8` and `en_US.UTF-8` are the same locale.
    static func plain(_ name: String) -> String {
        name.lowercased().filter { $0 != "-" && $0 != "_" }
    }
}
