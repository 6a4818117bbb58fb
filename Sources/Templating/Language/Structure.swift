import Starlark
import YAMLTree

/// What `struct.make` makes: fields that can be read by attribute and by key.
final class Structure: HostObject, YAMLRepresentable {
    let fields: [(name: ByteString, value: Value)]

    init(_ fields: [(name: ByteString, value: Value)]) { self.fields = fields }

    convenience init(_ fields: [(name: String, value: Value)]) {
        self.init(fields.map { (ByteString.text($0.name), $0.value) })
    }

    override var typeName: String { "struct" }
    override func write(to printer: inout Printer) { printer.write("struct(...)") }
    override var truth: Bool { !fields.isEmpty }
    override func freeze() { for field in fields { field.value.freeze() } }
    override var hasAttributes: Bool { true }
    override var attributeNames: [String] { fields.map { $0.name.text } }

    override func attribute(_ name: ByteString) throws -> Value? {
        fields.first { $0.name == name }?.value
    }

    override var isMapping: Bool { true }

    override func lookUp(_ key: Value) throws -> Value? {
        guard case .string(let name) = key else { return nil }
        return try attribute(name)
    }

    override func entries() -> [(key: Value, value: Value)]? {
        fields.map { (.string($0.name), $0.value) }
    }

    override var length: Int? { fields.count }
    override func makeIterator() -> ValueIterator? { KeyIterator(fields.map(\.name)) }

    func yamlValue(depth: Int) throws -> YAMLValue {
        .map(
            MapNode(
                try fields.map { field in
                    MapItem(
                        key: Conversion.text(field.name),
                        value: try Conversion.yaml(field.value, depth: depth + 1))
                }))
    }
}

/// Walks over names.
final class KeyIterator: ValueIterator {
    private let names: [ByteString]
    private var position = 0

    init(_ names: [ByteString]) { self.names = names }

    override func next() -> Value? {
        guard position < names.count else { return nil }
        defer { position += 1 }
        return .string(names[position])
    }
}
