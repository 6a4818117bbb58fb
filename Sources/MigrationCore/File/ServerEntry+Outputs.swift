package import Diagnostics
import Foundation

extension Diagnostic.Code {
    package static let outputUnusable: Self = "infrastructure.output-unusable"
}

/// An output of Terraform or OpenTofu, as far as it says how a server is reached.
package enum ServerOutput: Hashable, Sendable {
    /// A connection string or a host.
    case text(String)
    /// Members by name, as in `{host = …, port = 5432}`.
    case members([String: String])
}

extension ServerEntry {
    /// Fills in what the file leaves out; what stands in the file wins.
    ///
    /// - Returns: the password that the output holds, if any; it never becomes a part of the entry.
    /// - Throws: a diagnostic without the output's value.
    package mutating func fill(
        from output: ServerOutput, named name: String
    ) throws(Diagnostic) -> String? {
        var found: [String: String]
        switch output {
        case .members(let members): found = Self.keywords(members)
        case .text(let text): found = try Self.keywords(text, name)
        }
        let password = found.removeValue(forKey: "password")
        found["dbname"] = nil
        guard !found.isEmpty else {
            throw Diagnostic(
                .error, .outputUnusable, "the output \(name) does not say how a server is reached",
                hint: "It can be a host, a connection string, or an object with host, port, user "
                    + "and password.")
        }
        keywords.merge(found) { written, _ in written }
        return password
    }

    private static let synonyms = [
        "address": "host", "hostname": "host", "ip_address": "host", "username": "user",
    ]
    private static let known: Set<String> = [
        "host", "hostaddr", "port", "user", "password", "sslmode", "sslrootcert", "dbname",
    ]

    private static func keywords(_ members: [String: String]) -> [String: String] {
        var found: [String: String] = [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            let keyword = synonyms[name] ?? name
            if known.contains(keyword) { found[keyword] = value }
        }
        return found
    }

    /// A connection URI, libpq's keywords, or a host with or without a port.
    private static func keywords(
        _ text: String, _ name: String
    ) throws(Diagnostic) -> [String: String] {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            guard let parts = URLComponents(string: text) else {
                throw Diagnostic(
                    .error, .outputUnusable, "the output \(name) is not a valid connection string",
                    hint: "Percent-encode what is special in the password: urlencode() does.")
            }
            return keywords(parts)
        }
        if text.contains("=") { return keywords(pairs(text)) }
        let parts = text.split(separator: ":")
        return parts.count == 2 && Int(parts[1]) != nil
            ? ["host": String(parts[0]), "port": String(parts[1])]
            : text.contains(where: \.isWhitespace) || text.isEmpty ? [:] : ["host": text]
    }

    /// `host=a password='x y'`, with libpq's quotes and backslashes.
    private static func pairs(_ text: String) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text[...]
        while let equals = rest.firstIndex(of: "=") {
            let key = rest[..<equals].trimmingCharacters(in: .whitespaces)
            rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            let isQuoted = rest.first == "'"
            if isQuoted { rest = rest.dropFirst() }
            var value = ""
            while let character = rest.popFirst() {
                if isQuoted ? character == "'" : character.isWhitespace { break }
                if character == "\\", let escaped = rest.popFirst() {
                    value.append(escaped)
                } else {
                    value.append(character)
                }
            }
            found[key] = value
        }
        return found
    }

    private static func keywords(_ parts: URLComponents) -> [String: String] {
        var members = Dictionary(
            (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
        members["host"] = parts.host ?? members["host"]
        members["port"] = parts.port.map { String($0) } ?? members["port"]
        members["user"] = parts.user ?? members["user"]
        members["password"] = parts.password ?? members["password"]
        return keywords(members)
    }
}
