import Starlark
import YAMLTree

/// YAML in the language's hands: what a function that contains YAML returns.
///
/// A view of the nodes: programs can look into it, but not change it.
final class Fragment: HostObject, YAMLRepresentable {
    enum Content {
        case nothing
        case map(MapNode)
        case array(ArrayNode)
        case documents(DocumentSet)
    }

    let content: Content
    private var places: [KeyIdentity: Int]?

    init(content: Content) { self.content = content }

    /// Wraps any value the way the reference does, scalars not excepted.
    init(_ value: YAMLValue) {
        content =
            switch value {
            case .map(let map): .map(map)
            case .array(let array): .array(array)
            case .documents(let documents): .documents(documents)
            default: .nothing
            }
    }

    override var typeName: String { "yamlfragment" }

    override func write(to printer: inout Printer) {
        let name =
            switch content {
            case .nothing: "<nil>"
            case .map: "*yamlmeta.Map"
            case .array: "*yamlmeta.Array"
            case .documents: "*yamlmeta.DocumentSet"
            }
        printer.write("yamlfragment(\(name))")
    }

    override var truth: Bool { length != 0 }

    func yamlValue(depth: Int) throws -> YAMLValue {
        switch content {
        case .nothing: .null
        case .map(let map): .map(map)
        case .array(let array): .array(array)
        case .documents(let documents): .documents(documents)
        }
    }

    override func isEqual(to other: Value, depth: Int) throws -> Bool? {
        throw Failure("yamlfragment.CompareSameType: Not implemented")
    }

    override func order(against other: Value, depth: Int) throws -> Int? {
        throw Failure("yamlfragment.CompareSameType: Not implemented")
    }

    // MARK: Mapping

    override var isMapping: Bool { true }

    override func lookUp(_ key: Value) throws -> Value? {
        switch content {
        case .nothing: return nil
        case .map(let map): return find(try Conversion.yaml(key), in: map)
        case .array, .documents:
            guard case .int(let index) = key else {
                let what = if case .array = content { "array" } else { "document set" }
                throw Failure(
                    "yamlfragment.Get: Expected \(what) index to be an int64, "
                        + "but was \(GoTypeName.of(try Conversion.yaml(key)))")
            }
            return index >= 0 && index < (length ?? 0) ? element(at: index) : nil
        }
    }

    private func find(_ key: YAMLValue, in map: MapNode) -> Value? {
        if map.items.count <= 8 {
            return map.items.first { $0.key == key }.map { Conversion.value($0.value) }
        }
        if places == nil || places?.count != map.items.count {
            places = Dictionary(
                map.items.enumerated().map { (KeyIdentity($1.key), $0) },
                uniquingKeysWith: { a, _ in a })
        }
        guard let place = places?[KeyIdentity(key)], place < map.items.count,
            map.items[place].key == key
        else { return map.items.first { $0.key == key }.map { Conversion.value($0.value) } }
        return Conversion.value(map.items[place].value)
    }

    override func setKey(_ key: Value, to value: Value) throws -> Bool {
        throw Failure("yamlfragment.SetKey: Not implemented")
    }

    override func entries() -> [(key: Value, value: Value)]? {
        switch content {
        case .nothing: []
        case .map(let map):
            map.items.map { (Conversion.value($0.key), Conversion.value($0.value)) }
        case .array, .documents: nil
        }
    }

    // MARK: Sequence

    override var length: Int? {
        switch content {
        case .nothing: 0
        case .map(let map): map.items.count
        case .array(let array): array.items.count
        case .documents(let documents): documents.items.count
        }
    }

    override var isIndexable: Bool {
        switch content {
        case .array, .documents: true
        case .nothing, .map: false
        }
    }

    override func element(at position: Int) -> Value {
        switch content {
        case .array(let array): Conversion.value(array.items[position].value)
        case .documents(let documents): Conversion.value(documents.items[position].value)
        case .nothing, .map: .none
        }
    }

    override func setElement(at position: Int, to value: Value) throws -> Bool {
        throw Failure("yamlfragment.SetIndex: Not implemented")
    }

    override var isSliceable: Bool { isIndexable }

    override func slice(from start: Int, to end: Int, step: Int) -> Value? {
        guard isIndexable else { return nil }
        return .list(
            stride(from: start, to: end, by: step).map { element(at: $0) })
    }

    override func makeIterator() -> ValueIterator? { FragmentIterator(self) }
}

/// Walks over a map's keys, an array's elements, or the values of documents.
private final class FragmentIterator: ValueIterator {
    private let fragment: Fragment
    private var position = 0

    init(_ fragment: Fragment) { self.fragment = fragment }

    override func next() -> Value? {
        guard position < fragment.length ?? 0 else { return nil }
        defer { position += 1 }
        if case .map(let map) = fragment.content {
            return Conversion.value(map.items[position].key)
        }
        return fragment.element(at: position)
    }
}
