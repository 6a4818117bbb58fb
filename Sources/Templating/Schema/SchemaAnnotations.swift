import Starlark
import YAMLTree

/// Reads the `@schema/…` annotations of one node of a schema.
struct SchemaAnnotations {
    typealias Finding = SchemaProblem.Finding

    let node: Node

    private func finding(
        _ annotation: NodeAnnotation, _ description: String, found: String, expected: String,
        hints: [String] = []
    ) -> SchemaProblem.Violation {
        .found(
            Finding(
                annotations: [annotation.position], position: node.position,
                description: description, found: found, expected: expected, hints: hints))
    }

    // MARK: Types

    /// Whether `@schema/type any=True`; nil without the annotation.
    func isAny() throws -> Bool? {
        guard let annotation = node.annotation(.schemaType) else { return nil }
        let place = annotation.position.compact
        guard !annotation.named.isEmpty else {
            throw finding(
                annotation, "expected @schema/type annotation to have keyword argument and value",
                found: "missing keyword argument and value (by \(place))",
                expected: "valid keyword argument and value",
                hints: ["Supported key-value pairs are 'any=True', 'any=False'"])
        }
        var result = false
        for (name, value) in annotation.named {
            let unknown = "unknown @schema/type annotation keyword argument"
            guard name == "any" else {
                throw finding(
                    annotation, unknown, found: "\(name) (by \(place))", expected: "A valid kwarg",
                    hints: ["Supported kwargs are 'any'"])
            }
            guard case .bool(let bool) = value else {
                throw finding(
                    annotation, unknown, found: "\(GoTypeName.of(value)) (by \(place))",
                    expected: "starlark.Bool", hints: ["Supported kwargs are 'any'"])
            }
            result = bool
        }
        return result
    }

    func isNullable() throws -> Bool {
        guard let annotation = node.annotation(.schemaNullable) else { return false }
        guard annotation.named.isEmpty else {
            throw finding(
                annotation,
                "expected @schema/nullable annotation to not contain any keyword arguments",
                found: "keyword argument in @schema/nullable (by \(annotation.position.compact))",
                expected: "starlark.Bool", hints: ["Supported kwargs are 'any'"])
        }
        return true
    }

    /// `@schema/nullable` and `any=True` on one node.
    var conflict: SchemaProblem.Violation {
        let names: [AnnotationName] = [.schemaType, .schemaNullable]
        return .found(
            Finding(
                annotations: names.compactMap { node.annotation($0)?.position },
                position: node.position,
                description:
                    "@schema/nullable, and @schema/type any=True are mutually exclusive",
                found: "both @schema/nullable, and @schema/type any=True annotations",
                expected: "one of schema/nullable, or schema/type any=True"))
    }

    // MARK: Defaults

    func defaultValue(for type: SchemaType) throws -> (
        value: YAMLValue, position: YAMLTree.Position
    )? {
        guard let annotation = node.annotation(.schemaDefault) else { return nil }
        if node is ArrayItem {
            throw SchemaProblem(
                "Invalid schema - @schema/default not supported on array item",
                [
                    .found(
                        Finding(
                            annotations: [annotation.position], position: node.position,
                            hints: [
                                "do you mean to set a default value for the array?",
                                "set an array's default by annotating its parent.",
                            ]))
                ])
        }
        let argument = try only(
            .schemaDefault, annotation, expected: "\(type.name) (by \(type.position.compact))",
            hints: [
                "this annotation only accepts one argument: the default value.",
                "value must be in Starlark format, e.g.: {'key': 'value'}, True.",
            ])
        return (try Conversion.yaml(argument, at: node.position).copied(), annotation.position)
    }

    /// The one positional argument of an annotation.
    private func only(
        _ name: AnnotationName, _ annotation: NodeAnnotation, expected: String, hints: [String]
    ) throws -> Value {
        let found: String
        if !annotation.named.isEmpty {
            found = "keyword argument"
        } else if annotation.arguments.isEmpty {
            found = "missing value"
        } else if annotation.arguments.count > 1 {
            found = "\(annotation.arguments.count) values"
        } else {
            return annotation.arguments[0]
        }
        throw finding(
            annotation, "syntax error in @\(name) annotation",
            found: "\(found) in @\(name) (by \(annotation.position.compact))", expected: expected,
            hints: annotation.named.isEmpty ? [] : hints)
    }

    // MARK: Documentation

    func text(_ name: AnnotationName) throws -> String? {
        guard let annotation = node.annotation(name) else { return nil }
        if name == .schemaDeprecated, node is Document {
            throw finding(
                annotation, "@schema/deprecated not supported on a document", found: "",
                expected: "",
                hints: [
                    "do you mean to deprecate the entire schema document?",
                    "use schema/deprecated on individual keys.",
                ])
        }
        let argument = try only(
            name, annotation, expected: "string",
            hints: ["this annotation only accepts one argument: a string."])
        guard case .string(let text) = argument else {
            throw finding(
                annotation, "syntax error in @\(name) annotation",
                found: "Non-string value in @\(name) (by \(annotation.position.compact))",
                expected: "string")
        }
        return text.text
    }

    func examples() throws -> [SchemaType.Example]? {
        guard let annotation = node.annotation(.schemaExamples) else { return nil }
        let place = annotation.position.compact
        let wrong: (String) -> SchemaProblem.Violation = { found in
            finding(
                annotation, "syntax error in @schema/examples annotation", found: found,
                expected: "2-tuple containing description (string) and example value "
                    + "(of expected type)")
        }
        guard annotation.named.isEmpty else {
            throw wrong("keyword argument in @schema/examples (by \(place))")
        }
        guard !annotation.arguments.isEmpty else {
            throw wrong("missing value in @schema/examples (by \(place))")
        }
        return try annotation.arguments.map { argument in
            guard case .tuple(let tuple) = argument else {
                throw wrong("\(argument.typeName) for @schema/examples (at \(place))")
            }
            switch tuple.elements.count {
            case 0, 1: throw wrong("empty tuple in @schema/examples (by \(place))")
            case 2: break
            case let count: throw wrong("\(count)-tuple argument in @schema/examples (by \(place))")
            }
            guard case .string(let text) = tuple.elements[0] else {
                throw wrong(
                    "\(tuple.elements[0].typeName) value for @schema/examples (at \(place))")
            }
            return SchemaType.Example(
                description: text.text,
                value: try Conversion.yaml(tuple.elements[1], at: node.position).copied())
        }
    }
}
