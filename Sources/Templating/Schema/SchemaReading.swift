import YAMLTree

/// Makes types of a schema's nodes.
enum SchemaReading {
    static func document(_ document: Document) throws -> SchemaType {
        try holder(document, holding: document.value) { .document($0) }
    }

    private static func map(_ map: MapNode) throws -> SchemaType {
        let items = try map.items.map { item in
            try holder(item, holding: item.value) { .mapItem(key: item.key, $0) }
        }
        return SchemaType(.map(items), at: map.position)
    }

    private static func array(_ array: ArrayNode) throws -> SchemaType {
        guard array.items.count == 1 else {
            throw SchemaProblem(
                "Invalid schema - wrong number of items in array definition",
                [
                    .found(
                        .init(
                            position: array.position, found: "\(array.items.count) array items",
                            expected: "exactly 1 array item, of the desired type",
                            hints: [
                                "in schema, the one item of the array implies the type of its "
                                    + "elements.",
                                "in schema, the default value for an array is always an empty "
                                    + "list.",
                                "default values can be overridden via a data values overlay.",
                            ]))
                ])
        }
        let item = array.items[0]
        let type = try holder(item, holding: item.value) { .arrayItem($0) }
        return SchemaType(.array(type), at: array.position, default: .array(ArrayNode([])))
    }

    private static func holder(
        _ node: Node, holding value: YAMLValue, _ kind: (SchemaType) -> SchemaType.Kind
    ) throws -> SchemaType {
        let annotations = SchemaAnnotations(node: node)
        let type = try valueType(node, value, annotations)
        let standing = try defaultValue(value, type, annotations)
        let validation = try validation(node)
        type.setDefault(standing)
        let result = SchemaType(kind(type), at: node.position, default: standing)
        result.validation = validation
        return result
    }

    private static func validation(_ node: Node) throws -> NodeValidation? {
        guard let annotation = node.annotation(.schemaValidation) else { return nil }
        do {
            return try NodeValidation(annotation)
        } catch {
            throw TemplateFailure(
                "Invalid @schema/validation annotation - \(TemplateFailure.text(error))")
        }
    }

    // MARK: Types

    private static func valueType(
        _ node: Node, _ value: YAMLValue, _ annotations: SchemaAnnotations
    ) throws -> SchemaType {
        var type = try invalidSchema { try annotatedType(node, value, annotations) }
        type = try type ?? inferred(value, node.position)
        if let type, type.isAny {
            if let child = value.node { try checkUnannotated(child) }
        } else if case .null = value {
            throw SchemaProblem(
                "Invalid schema - null value not allowed here",
                [
                    .found(
                        .init(
                            position: node.position, found: "null value",
                            expected: "non-null value",
                            hints: [
                                "in YAML, omitting a value implies null.",
                                "to set the default value to null, annotate with "
                                    + "@schema/nullable.",
                                "to allow any value, annotate with @schema/type any=True.",
                            ]))
                ])
        }
        guard let type else { throw TemplateFailure("Invalid schema") }
        try document(type, annotations)
        return type
    }

    private static func invalidSchema<Answer>(_ body: () throws -> Answer) throws -> Answer {
        do { return try body() } catch { throw SchemaProblem("Invalid schema", error) }
    }

    private static func annotatedType(
        _ node: Node, _ value: YAMLValue, _ annotations: SchemaAnnotations
    ) throws -> SchemaType? {
        let isAny = try annotations.isAny()
        let isNullable = try annotations.isNullable()
        if isAny == true {
            return SchemaType(.any, at: node.position, default: isNullable ? .null : value)
        }
        guard isNullable, let wrapped = try inferred(value, node.position) else { return nil }
        return SchemaType(.nullable(wrapped), at: node.position)
    }

    private static func inferred(
        _ value: YAMLValue, _ position: YAMLTree.Position
    ) throws -> SchemaType? {
        switch value {
        case .map(let map): try Self.map(map)
        case .array(let array): try Self.array(array)
        case .string, .bytes: SchemaType(.string, at: position, default: value)
        case .float: SchemaType(.float, at: position, default: value)
        case .int, .unsigned: SchemaType(.integer, at: position, default: value)
        case .bool: SchemaType(.boolean, at: position, default: value)
        case .null: nil
        case .documents, .foreign:
            throw TemplateFailure(
                "Expected value '\(value.keyText)' to be a map, array, or scalar, "
                    + "but was \(GoTypeName.kind(of: value))")
        }
    }

    /// Below `any=True` no node may say what it should be.
    private static func checkUnannotated(_ node: Node) throws {
        let names: [AnnotationName] = [.schemaNullable, .schemaType, .schemaDefault]
        let found = names.filter(node.hasAnnotation)
        guard found.isEmpty else {
            throw SchemaProblem(
                "Invalid schema",
                [
                    .found(
                        .init(
                            annotations: found.compactMap { node.annotation($0)?.position },
                            position: node.position,
                            description: "Schema was specified within an \"any type\" fragment",
                            found: "@\(found.map(\.text).joined(separator: ", @")) annotation(s)",
                            expected: "no '@schema/...' on nodes within a node annotated "
                                + "'@schema/type any=True'",
                            hints: [
                                "an \"any type\" fragment has no constraints; nested schema "
                                    + "annotations conflict and are disallowed"
                            ]))
                ])
        }
        for child in node.children { try checkUnannotated(child) }
    }

    // MARK: Documentation and defaults

    private static func document(_ type: SchemaType, _ annotations: SchemaAnnotations) throws {
        let texts = try invalidSchema {
            (
                description: try annotations.text(.schemaDescription),
                title: try annotations.text(.schemaTitle),
                examples: try annotations.examples(),
                deprecation: try annotations.text(.schemaDeprecated)
            )
        }
        type.documentation.description = texts.description ?? ""
        type.documentation.title = texts.title ?? ""
        type.documentation.deprecation = texts.deprecation
        guard let examples = texts.examples else { return }
        let violations = examples.flatMap { check($0.value.copied(), type) }
        if !violations.isEmpty {
            let position = annotations.node.annotation(.schemaExamples)?.position ?? .unknown
            throw SchemaProblem(
                "Invalid schema - @schema/examples has wrong type",
                violations.map { blame($0, position, "by") })
        }
        type.documentation.examples = examples
    }

    private static func defaultValue(
        _ value: YAMLValue, _ type: SchemaType, _ annotations: SchemaAnnotations
    ) throws -> YAMLValue {
        guard let (given, position) = try invalidSchema({ try annotations.defaultValue(for: type) })
        else { return type.defaultValue }
        let violations = check(given, type)
        guard violations.isEmpty else {
            throw SchemaProblem(
                "Invalid schema - @schema/default is wrong type",
                violations.map { blame($0, position, "at") })
        }
        return given
    }

    private static func check(_ value: YAMLValue, _ type: SchemaType) -> [SchemaProblem.Violation] {
        guard let node = value.node else {
            return SchemaCheck.value(
                of: MapItem(key: .null, value: value, position: type.position), against: type)
        }
        return SchemaCheck.assignAndCheck(node, type)
    }

    private static func blame(
        _ violation: SchemaProblem.Violation, _ position: YAMLTree.Position, _ word: String
    ) -> SchemaProblem.Violation {
        guard case .found(var finding) = violation else { return violation }
        finding.annotations = [position]
        finding.found += " (\(word) \(position.compact))"
        return .found(finding)
    }
}
