/// An extension that a database uses.
package struct ExtensionFacts: Hashable, Sendable, Codable {
    package let name: String
    package let version: String
    package let schema: String

    package init(name: String, version: String, schema: String = "public") {
        self.name = name
        self.version = version
        self.schema = schema
    }
}
