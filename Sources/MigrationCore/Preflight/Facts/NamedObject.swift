/// A thing in a catalog of which only its name and one detail matter.
package struct NamedObject: Hashable, Sendable, Codable {
    /// In PostgreSQL's words: `table`, `function`, `foreign server`.
    package let kind: String
    /// Nil for what lives outside schemas.
    package let schema: String?
    package let name: String
    /// The trigger, rule or constraint of the table that `name` names.
    package let part: String?
    package let detail: String?

    package init(
        _ kind: String, _ schema: String?, _ name: String, part: String? = nil,
        detail: String? = nil
    ) {
        self.kind = kind
        self.schema = schema
        self.name = name
        self.part = part
        self.detail = detail
    }

    var label: String {
        schema.map { QualifiedName(schema: $0, name: name).description }
            ?? quoted(identifier: name)
    }

    var partLabel: String { part.map { quoted(identifier: $0) } ?? "" }
    var partInSQL: String { part.map { sql(identifier: $0) } ?? "" }

    /// Always quoted, for statements.
    var statementName: String {
        schema.map { QualifiedName(schema: $0, name: name).sql } ?? sql(identifier: name)
    }
}
