/// The name of a relation with its schema, printed as SQL wants it: `public."Order"`.
package struct QualifiedName: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let schema: String
    package let name: String

    package init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }

    package var description: String { "\(quoted(identifier: schema)).\(quoted(identifier: name))" }

    package static func < (left: QualifiedName, right: QualifiedName) -> Bool {
        (left.schema, left.name) < (right.schema, right.name)
    }
}

/// An identifier as SQL wants it: bare when it is plain lower case and no keyword could be meant,
/// quoted in every other case.
///
/// Keywords are not listed here because the list differs between versions: a bare word is only
/// used in messages, so statements go through ``sql(identifier:)``.
package func quoted(identifier: String) -> String {
    let plain =
        !identifier.isEmpty
        && identifier.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
        } && !(0x30...0x39).contains(identifier.utf8.first ?? 0x30)
    return plain ? identifier : sql(identifier: identifier)
}

/// An identifier for a statement: always quoted.
package func sql(identifier: String) -> String {
    "\""
        + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(
            separator: "\"\"")
        + "\""
}

/// A string literal that means the same whatever `standard_conforming_strings` says.
package func sql(literal: String) -> String {
    let quotesDoubled = literal.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''")
    guard literal.contains("\\") else { return "'\(quotesDoubled)'" }
    let backslashesDoubled = quotesDoubled.split(separator: "\\", omittingEmptySubsequences: false)
        .joined(separator: "\\\\")
    return " E'\(backslashesDoubled)'"
}

extension QualifiedName {
    /// For a statement: both parts always quoted.
    package var sql: String {
        "\(MigrationCore.sql(identifier: schema)).\(MigrationCore.sql(identifier: name))"
    }
}
