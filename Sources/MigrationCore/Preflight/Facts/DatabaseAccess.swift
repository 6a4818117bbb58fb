/// What our role may do in one database.
package struct DatabaseAccess: Hashable, Sendable, Codable {
    /// CREATE on the database: for a schema and a publication.
    package var mayCreate: Bool
    /// Schemas with tables or sequences in which we may look nothing up.
    package var closedSchemas: [String]

    package init(mayCreate: Bool = true, closedSchemas: [String] = []) {
        self.mayCreate = mayCreate
        self.closedSchemas = closedSchemas
    }
}
