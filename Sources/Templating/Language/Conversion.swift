import Starlark
import YAMLTree

/// Between the language's values and trees.
enum Conversion {
    // MARK: Out of the language

    /// How deep values may nest; a list that holds itself has no end.
    private static let maximumDepth = 10_000

    /// Fragments give the nodes they hold, not copies; dicts and lists give new nodes.
    static func yaml(
        _ value: Value, at position: YAMLTree.Position = .unknown, depth: Int = 0
    ) throws -> YAMLValue {
        guard depth <= maximumDepth else { throw Failure("value nests too deeply, or in itself") }
        switch value {
        case .none, .unset, .cell: return .null
        case .bool(let bool): return .bool(bool)
        case .int(let int): return .int(int)
        case .float(let float): return .float(float)
        case .big: return try unsigned(value)
        case .string(let string): return text(string)
        case .tuple(let tuple): return try array(tuple.elements, position, depth)
        case .list(let list): return try array(list.elements, position, depth)
        case .set(let set): return try array(set.elements, position, depth)
        case .dict(let dict):
            return .map(try map(dict.entries, position, depth))
        case .object(let object): return try yaml(object, at: position, depth)
        case .range, .function, .builtin:
            throw Failure("unknown type \(GoTypeName.of(value)) for conversion to go value")
        }
    }

    static func text(_ string: ByteString) -> YAMLValue {
        string.withBytes { bytes in
            String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(Array(bytes))
        }
    }

    private static func unsigned(_ value: Value) throws -> YAMLValue {
        guard let number = UInt64(value.representation) else {
            throw Failure(
                "not sure how to get int: \(value.representation) does not fit in 64 bits")
        }
        return .unsigned(number)
    }

    private static func array(
        _ elements: [Value], _ position: YAMLTree.Position, _ depth: Int
    ) throws -> YAMLValue {
        var items: [ArrayItem] = []
        items.reserveCapacity(elements.count)
        for element in elements {
            items.append(
                ArrayItem(try yaml(element, at: position, depth: depth + 1), position: position))
        }
        return .array(ArrayNode(items, position: position))
    }

    private static func map(
        _ entries: [(key: Value, value: Value)], _ position: YAMLTree.Position, _ depth: Int
    ) throws -> MapNode {
        var items: [MapItem] = []
        items.reserveCapacity(entries.count)
        for entry in entries {
            items.append(
                MapItem(
                    key: try yaml(entry.key, at: position, depth: depth + 1),
                    value: try yaml(entry.value, at: position, depth: depth + 1), position: position
                ))
        }
        return MapNode(items, position: position)
    }

    private static func yaml(
        _ object: HostObject, at position: YAMLTree.Position, _ depth: Int
    ) throws -> YAMLValue {
        if let representable = object as? any YAMLRepresentable {
            return try representable.yamlValue(depth: depth)
        }
        throw Failure(
            "unknown type \(GoTypeName.of(.object(object))) for conversion to go value")
    }

    // MARK: Into the language

    /// Collections become fragments: views of the nodes.
    static func value(_ value: YAMLValue) -> Value {
        switch value {
        case .null: .none
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .unsigned(let number): .integer(BigInteger(number))
        case .float(let float): .float(float)
        case .string(let text): .string(text)
        case .bytes(let bytes): .string(ByteString.bytes(bytes))
        case .map(let map): .object(Fragment(content: .map(map)))
        case .array(let array): .object(Fragment(content: .array(array)))
        case .documents(let documents): .object(Fragment(content: .documents(documents)))
        case .foreign: .none
        }
    }

    /// Collections become dicts and lists of their own.
    static func plainValue(_ value: YAMLValue) throws -> Value {
        switch value {
        case .map(let map):
            let dict = DictValue()
            for item in map.items {
                try dict.set(plainValue(item.key), to: plainValue(item.value))
            }
            return .dict(dict)
        case .array(let array):
            return .list(try array.items.map { try plainValue($0.value) })
        default: return Self.value(value)
        }
    }

    /// Maps become structures, arrays lists.
    static func structValue(_ value: YAMLValue, watch: TreeStruct.Watch? = nil) throws -> Value {
        switch value {
        case .map(let map): return .object(try TreeStruct(map, watch: watch))
        case .array(let array):
            return .list(try array.items.map { try structValue($0.value, watch: watch) })
        default: return Self.value(value)
        }
    }
}
