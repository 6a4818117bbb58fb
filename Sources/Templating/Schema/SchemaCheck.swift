import YAMLTree

/// Holds values against a schema's types.
enum SchemaCheck {
    typealias Violation = SchemaProblem.Violation

    static func assignAndCheck(_ node: Node, _ type: SchemaType) -> [Violation] {
        let violations = assign(type, to: node)
        return violations.isEmpty ? check(node) : violations
    }

    // MARK: Assigning

    /// Notes types on nodes, adds what maps lack; answers where the shape does not fit.
    static func assign(_ type: SchemaType, to node: Node) -> [Violation] {
        switch (type.kind, node) {
        case (.any, _): return []
        case (.nullable(let wrapped), _): return assign(wrapped, to: node)
        case (.map(let items), let map as MapNode): return assign(type, items, to: map)
        case (.array(let itemType), let array as ArrayNode):
            array.schemaType = type
            return array.items.flatMap { assign(itemType, to: $0) }
        case (.document(let valueType), is Document), (.mapItem(_, let valueType), is MapItem),
            (.arrayItem(let valueType), is ArrayItem):
            node.schemaType = type
            guard let child = (node as? HoldingNode)?.value.node else { return [] }
            return assign(valueType, to: child)
        default: return [SchemaProblem.mismatch(node, type)]
        }
    }

    private static func assign(
        _ type: SchemaType, _ itemTypes: [SchemaType], to map: MapNode
    ) -> [Violation] {
        map.schemaType = type
        var types: [KeyIdentity: Int] = Dictionary(minimumCapacity: itemTypes.count)
        for (index, itemType) in itemTypes.enumerated() {
            guard case .mapItem(let key, _) = itemType.kind else { continue }
            if types[KeyIdentity(key)] == nil { types[KeyIdentity(key)] = index }
        }
        var isGiven = Array(repeating: false, count: itemTypes.count)
        var violations: [Violation] = []
        for item in map.items {
            guard let index = types[KeyIdentity(item.key)] else { continue }
            isGiven[index] = true
            violations += assign(itemTypes[index], to: item)
        }
        for (itemType, isGiven) in zip(itemTypes, isGiven) where !isGiven {
            guard let item = itemType.defaultItem else { continue }
            violations += assign(itemType, to: item)
            map.items.append(item)
        }
        return violations
    }

    // MARK: Checking

    /// Walks over nodes that have types.
    private static func check(_ node: Node) -> [Violation] {
        var violations: [Violation] = []
        if let type = node.schemaType {
            switch (type.kind, node) {
            case (.map(let items), let map as MapNode):
                violations += unexpectedKeys(map, type, items)
            default:
                if let valueType = type.valueType, node is HoldingNode {
                    violations += value(of: node, against: valueType)
                }
            }
        }
        switch node {
        case let holder as HoldingNode:
            if let child = holder.value.node { violations += check(child) }
        case let map as MapNode: for item in map.items { violations += check(item) }
        case let array as ArrayNode: for item in array.items { violations += check(item) }
        default: break
        }
        return violations
    }

    /// Whether what `node` holds is of a type.
    static func value(of node: Node, against type: SchemaType) -> [Violation] {
        guard let value = (node as? HoldingNode)?.value else { return [] }
        switch (type.kind, value) {
        case (.any, _), (.map, .map), (.array, .array), (.string, .string), (.string, .bytes),
            (.boolean, .bool), (.float, .float), (.float, .int), (.float, .unsigned),
            (.integer, .int), (.integer, .unsigned), (.nullable, .null):
            return []
        case (.nullable(let wrapped), _): return Self.value(of: node, against: wrapped)
        default: return [SchemaProblem.mismatch(node, type)]
        }
    }

    private static func unexpectedKeys(
        _ map: MapNode, _ type: SchemaType, _ itemTypes: [SchemaType]
    ) -> [Violation] {
        let known = itemTypes.compactMap { itemType -> YAMLValue? in
            if case .mapItem(let key, _) = itemType.kind { key } else { nil }
        }
        let identities = Set(known.map { KeyIdentity($0) })
        return map.items.filter { !identities.contains(KeyIdentity($0.key)) }
            .map { unexpected($0, known.map(\.keyText).sorted(), type) }
    }

    private static func unexpected(
        _ item: MapItem, _ known: [String], _ type: SchemaType
    ) -> Violation {
        let place = "(from \(type.position.compact))"
        let expected =
            switch known.count {
            case 1: "a map item with the key named \"\(known[0])\" \(place)"
            case 2...9: "one of { \(known.joined(separator: ", ")) } \(place)"
            default: "a key declared in map \(place)"
            }
        let key = item.key.keyText
        let hints = SpellingHint.closest(to: key, among: known).map { ["did you mean \"\($0)\"?"] }
        return .found(
            .init(
                position: item.position, calculated: SchemaProblem.calculated(item),
                description: "Given data value is not declared in schema", found: key,
                expected: expected, hints: hints ?? []))
    }
}
