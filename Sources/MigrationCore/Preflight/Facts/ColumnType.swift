/// A column whose type does not simply travel.
package struct ColumnType: Hashable, Sendable, Codable {
    package let schema: String
    package let table: String
    package let column: String
    /// The type as declared, such as `regproc[]`.
    package let type: String
    /// The type inside that makes it special, such as `regproc`.
    package let root: String
    /// `removed` from later versions, `catalog` (a row type of the system), `reference` (a name in the
    /// catalogs), `position` (in this server's history) or `oid`.
    package let reason: String

    package init(
        schema: String = "public", table: String, column: String, type: String, root: String,
        reason: String
    ) {
        self.schema = schema
        self.table = table
        self.column = column
        self.type = type
        self.root = root
        self.reason = reason
    }

    var label: String {
        "\(QualifiedName(schema: schema, name: table)).\(quoted(identifier: column)) (\(type))"
    }
}
