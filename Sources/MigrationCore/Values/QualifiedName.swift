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

    /// To the server names are bytes.
    package static func == (left: QualifiedName, right: QualifiedName) -> Bool {
        left.schema.utf8.elementsEqual(right.schema.utf8)
            && left.name.utf8.elementsEqual(right.name.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(schema))
        hasher.combine(ExactText(name))
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
    "\"" + identifier.escaping("\"") + "\""
}

/// A string literal that means the same whatever `standard_conforming_strings` says.
package func sql(literal: String) -> String {
    literal.utf8.contains(UInt8(ascii: "\\"))
        ? " E'\(literal.escaping("'\\"))'" : "'\(literal.escaping("'"))'"
}

extension QualifiedName {
    /// For a statement: both parts always quoted.
    package var sql: String {
        "\(MigrationCore.sql(identifier: schema)).\(MigrationCore.sql(identifier: name))"
    }
}
