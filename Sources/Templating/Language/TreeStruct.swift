import Starlark
import YAMLTree

/// A map seen as a structure: `data.values.a.b`. Fields are converted when they are asked for.
///
/// The map must not change once it is seen this way.
final class TreeStruct: HostObject, YAMLRepresentable {
    private let map: MapNode
    private var places: [ByteString: Int]?
    private var converted: [Int: Value] = [:]
    private let watch: Watch?

    /// Whom to tell which field was read, and the way to this map.
    struct Watch {
        let provenance: Provenance
        var path = ""

        func below(_ name: String) -> Watch {
            Watch(provenance: provenance, path: path.isEmpty ? name : "\(path).\(name)")
        }
    }

    init(_ map: MapNode, watch: Watch? = nil) throws {
        self.watch = watch
        for item in map.items {
            guard case .string = item.key else {
                throw Failure("expected struct key \(item.key.keyText) to be string")
            }
        }
        self.map = map
    }

    override var typeName: String { "struct" }
    override func write(to printer: inout Printer) { printer.write("struct(...)") }
    override var truth: Bool { !map.items.isEmpty }
    override var hasAttributes: Bool { true }
    override var attributeNames: [String] { map.items.map { $0.key.keyText } }

    override func attribute(_ name: ByteString) throws -> Value? {
        guard let place = place(of: name) else { return nil }
        let below = watch?.below(name.text)
        if let below { below.provenance.noteRead(below.path, map.items[place]) }
        if let known = converted[place] { return known }
        let value = try Conversion.structValue(map.items[place].value, watch: below)
        converted[place] = value
        return value
    }

    override var isMapping: Bool { true }

    override func lookUp(_ key: Value) throws -> Value? {
        guard case .string(let name) = key else { return nil }
        return try attribute(name)
    }

    override func entries() -> [(key: Value, value: Value)]? {
        map.items.map { item in
            let name = ByteString.text(item.key.keyText)
            return (.string(name), (try? attribute(name)) ?? .none)
        }
    }

    override var length: Int? { map.items.count }

    override func makeIterator() -> ValueIterator? {
        KeyIterator(map.items.map { ByteString.text($0.key.keyText) })
    }

    private func place(of name: ByteString) -> Int? {
        if let places { return places[name] }
        var places: [ByteString: Int] = Dictionary(minimumCapacity: map.items.count)
        for (index, item) in map.items.enumerated() {
            places[ByteString.text(item.key.keyText)] = index
        }
        self.places = places
        return places[name]
    }

    func yamlValue(depth: Int) throws -> YAMLValue {
        // Fields that were handed out may have been changed since: lists are the program's own.
        let items = try map.items.enumerated().map { index, item in
            let value =
                try converted[index].map { try Conversion.yaml($0, depth: depth + 1) }
                ?? item.value.copied()
            return MapItem(key: item.key, value: value)
        }
        return .map(MapNode(items))
    }
}
