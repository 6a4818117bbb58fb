/// A map key made comparable in constant time, byte for byte.
package struct KeyIdentity: Hashable {
    private enum Form: Hashable {
        case null
        case bool(Bool)
        case int(Int)
        case unsigned(UInt64)
        case float(UInt64)
        case text([UInt8])
        case short(String)
        /// Keys that are collections compare by what they print.
        case printed([UInt8])
        case other(ObjectIdentifier)
    }

    private let form: Form

    package init(_ key: YAMLValue) {
        form =
            switch key {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .unsigned(let value): .unsigned(value)
            case .float(let value): .float((value == 0 ? 0 : value).bitPattern)
            case .string(let text): Self.text(text)
            case .bytes(let bytes): .text(bytes)
            case .map, .array: .printed(YAMLPrinter.print(key))
            case .documents(let node): .other(ObjectIdentifier(node))
            case .foreign(let object): .other(ObjectIdentifier(object))
            }
    }

    /// ASCII text is its own canonical form, so that `String` compares it by bytes.
    private static func text(_ text: String) -> Form {
        text.utf8.allSatisfy { $0 < 0x80 } ? .short(text) : .text(Array(text.utf8))
    }
}
