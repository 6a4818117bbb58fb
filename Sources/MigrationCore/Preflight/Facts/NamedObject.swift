/// A thing in a catalog of which only its name and one detail matter.
package struct NamedObject: Hashable, Sendable, Codable {
    /// In PostgreSQL's words: `table`, `function`, `foreign server`.
    package let kind: String
    /// Nil for what lives outside schemas.
    package let schema: String?
    package let name: String
    package let detail: String?

    package init(_ kind: String, _ schema: String?, _ name: String, detail: String? = nil) {
        self.kind = kind
        self.schema = schema
        self.name = name
        self.detail = detail
    }

    var label: String {
        schema.map { QualifiedName(schema: $0, name: name).description }
            ?? quoted(identifier: name)
    }

    /// Always quoted, for statements.
    var statementName: String {
        schema.map { QualifiedName(schema: $0, name: name).sql } ?? sql(identifier: name)
    }
}
