/// A structure: named fields in the order in which they were given, that never change.
package class StructValue: HostObject {
    package let fields: [(name: ByteString, value: Value)]
    /// Places in `fields`, only where there are many.
    private let places: [ByteString: Int]

    /// A later field of the same name replaces an earlier one at its place.
    package init(_ fields: [(name: ByteString, value: Value)]) {
        var places: [ByteString: Int] = [:]
        var kept: [(name: ByteString, value: Value)] = []
        for field in fields {
            if let place = places[field.name] {
                kept[place].value = field.value
            } else {
                places[field.name] = kept.count
                kept.append(field)
            }
        }
        self.fields = kept
        self.places = kept.count > 8 ? places : [:]
    }

    package override var typeName: String { "struct" }
    package override func write(to printer: inout Printer) { printer.write("struct(...)") }
    package override var truth: Bool { !fields.isEmpty }
    package override var hasAttributes: Bool { true }

    package override func attribute(_ name: ByteString) throws -> Value? {
        if !places.isEmpty { return places[name].map { fields[$0].value } }
        for field in fields where field.name == name { return field.value }
        return nil
    }

    package override var attributeNames: [String] { fields.map { $0.name.text } }
}
