import CLibpq

/// libpq's connection keywords for one server, as a person would give them to psql.
///
/// Environment variables, service files and `.pgpass` are left to libpq: what is not set here is
/// looked up there. The password is kept apart and is in no description.
package struct ConnectionSettings: Hashable, Sendable {
    /// Keyword to value, without `password`.
    package private(set) var keywords: [String: String]
    package var password: Secret?

    package init(keywords: [String: String] = [:], password: Secret? = nil) {
        self.keywords = keywords
        self.password = password
        if let inline = self.keywords.removeValue(forKey: "password") {
            self.password = self.password ?? Secret(inline)
        }
    }

    /// Reads `host=… port=…` or a `postgresql://` address.
    ///
    /// - Throws: libpq's own words about what is wrong with it.
    package init(parsing text: String) throws(PostgresError) {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &complaint) else {
            defer { PQfreemem(complaint) }
            throw .invalidSettings(
                complaint.map { String(cString: $0) } ?? "not a connection string")
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                found[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        self.init(keywords: found)
    }

    package subscript(keyword: String) -> String? {
        get { keywords[keyword] }
        set { keywords[keyword] = newValue }
    }

    package var host: String? { keywords["host"] ?? keywords["hostaddr"] }
    package var port: String? { keywords["port"] }
    package var user: String? { keywords["user"] }
    package var database: String? { keywords["dbname"] }

    /// The same server and role, another database.
    package func connecting(to database: String) -> ConnectionSettings {
        with(["dbname": database])
    }

    package func with(_ changes: [String: String]) -> ConnectionSettings {
        var copy = self
        copy.keywords.merge(changes) { _, new in new }
        return copy
    }

    /// A connection string with the password in it, for `CREATE SUBSCRIPTION` alone.
    package func connectionString() -> Secret {
        var parts = keywords
        parts["password"] = password?.reveal()
        return Secret(Self.joined(parts))
    }

    private static func joined(_ parts: [String: String]) -> String {
        parts.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(quoted($0.value))" }
            .joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        var escaped = "'"
        for character in value {
            if character == "'" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped + "'"
    }
}

extension ConnectionSettings: CustomStringConvertible {
    /// Where it leads, in the order a person looks for it, without the password.
    package var description: String {
        let first = ["host", "hostaddr", "port", "dbname", "user"]
        let shown = first.compactMap { key in keywords[key].map { "\(key)=\($0)" } }
        return shown.isEmpty ? "libpq's defaults" : shown.joined(separator: " ")
    }
}
