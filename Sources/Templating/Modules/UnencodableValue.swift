import Starlark
import YAMLTree

/// A value that programs can ask, but that does not become YAML by itself.
final class UnencodableValue: HostObject, YAMLRepresentable {
    private let name: String
    private let attributes: [(name: String, value: () throws -> Value)]

    /// - Parameter name: as `@ytt:url.value`.
    init(_ name: String, _ attributes: [(name: String, value: () throws -> Value)]) {
        self.name = name
        self.attributes = attributes
    }

    override var typeName: String { name }
    override func write(to printer: inout Printer) { printer.write("\(name)(...)") }
    override var hasAttributes: Bool { true }
    override var attributeNames: [String] { attributes.map(\.name).sorted() }

    override func attribute(_ name: ByteString) throws -> Value? {
        let name = name.text
        return try attributes.first { $0.name == name }?.value()
    }

    func yamlValue(depth: Int) throws -> YAMLValue {
        throw Failure(
            "Unable to convert value: \(name) does not automatically encode (hint: use .string())")
    }
}
