import YAMLTree

/// The schema of a library's data values.
final class Schema {
    /// What a library without schema has: everything is allowed.
    static var none: Schema { Schema() }

    let type: SchemaType
    let isGiven: Bool

    private init() {
        isGiven = false
        type = SchemaType(
            .document(SchemaType(.any, at: .unknown)), at: .unknown)
    }

    init(_ document: Document) throws {
        isGiven = true
        type = try SchemaReading.document(document)
    }

    /// The data values the schema starts from; nil without schema.
    func defaults() -> Document? {
        guard isGiven else { return nil }
        return Document(type.ownDefault.copied(), position: type.position)
    }

    /// Notes types and validations on the document, adds what it lacks, and checks it.
    func assignAndCheck(_ document: Document) -> [SchemaProblem.Violation] {
        guard isGiven else { return [] }
        let violations = SchemaCheck.assignAndCheck(document, type)
        Self.noteValidations(document)
        return violations
    }

    private static func noteValidations(_ node: Node) {
        if let validation = node.schemaType?.validation { node.validations = [validation] }
        switch node {
        case let holder as HoldingNode: if let child = holder.value.node { noteValidations(child) }
        case let map as MapNode: for item in map.items { noteValidations(item) }
        case let array as ArrayNode: for item in array.items { noteValidations(item) }
        default: break
        }
    }
}
