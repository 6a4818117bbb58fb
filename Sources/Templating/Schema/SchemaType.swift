import YAMLTree

/// What a schema says about one node: its kind, its default, and the words that describe it.
final class SchemaType {
    enum Kind {
        case document(SchemaType)
        case map([SchemaType])
        case mapItem(key: YAMLValue, SchemaType)
        case array(SchemaType)
        case arrayItem(SchemaType)
        case string, integer, float, boolean
        case any
        case nullable(SchemaType)
    }

    struct Example {
        let description: String
        let value: YAMLValue
    }

    struct Documentation {
        var title = ""
        var description = ""
        var deprecation: String?
        var examples: [Example] = []
    }

    let kind: Kind
    let position: YAMLTree.Position
    /// What stands for a scalar, an array, or an item's value when no data value says otherwise.
    private(set) var ownDefault: YAMLValue
    var documentation = Documentation()
    var validation: NodeValidation?

    init(_ kind: Kind, at position: YAMLTree.Position, default value: YAMLValue = .null) {
        self.kind = kind
        self.position = position
        ownDefault = value
    }

    /// Sets the default; maps have theirs in their items.
    func setDefault(_ value: YAMLValue) {
        switch kind {
        case .map: return
        case .nullable(let wrapped): wrapped.setDefault(value)
        default: ownDefault = value
        }
    }

    /// The value that stands where no data value was given; nodes are new each time.
    var defaultValue: YAMLValue {
        switch kind {
        case .map(let items):
            .map(MapNode(items.compactMap(\.defaultItem), position: position))
        case .nullable: .null
        default: ownDefault.copied()
        }
    }

    /// A map item of this type with its default.
    var defaultItem: MapItem? {
        guard case .mapItem(let key, _) = kind else { return nil }
        return MapItem(key: key, value: ownDefault.copied(), position: position)
    }

    /// What an item or document of this type holds.
    var valueType: SchemaType? {
        switch kind {
        case .document(let type), .mapItem(_, let type), .arrayItem(let type): type
        default: nil
        }
    }

    var name: String {
        switch kind {
        case .document: "document"
        case .map: "map"
        case .mapItem: "map item"
        case .array: "array"
        case .arrayItem: "array item"
        case .string: "string"
        case .integer: "integer"
        case .float: "float"
        case .boolean: "boolean"
        case .any: "any"
        case .nullable: "null"
        }
    }

    /// As messages say what was expected: `string (by schema.yml:4)`.
    var expectation: String {
        let name =
            switch kind {
            case .mapItem(_, let type), .arrayItem(let type): type.name
            default: self.name
            }
        return "\(name) (by \(position.compact))"
    }

    var isAny: Bool {
        if case .any = kind { true } else { false }
    }
}
