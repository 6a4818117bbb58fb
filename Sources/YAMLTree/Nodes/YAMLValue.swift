/// What a document, an item of a map or an item of an array holds.
///
/// Maps and arrays are references: two holders of one map see each other's changes, and a holder
/// that wants its own calls `copied()`.
package enum YAMLValue {
    case null
    case bool(Bool)
    case int(Int)
    /// An integer between 2^63 and 2^64.
    case unsigned(UInt64)
    case float(Double)
    case string(String)
    /// A string whose bytes are not UTF-8; printed as `!!binary`.
    case bytes([UInt8])
    case map(MapNode)
    case array(ArrayNode)
    /// Documents as a value: what a template function that writes `---` returns.
    case documents(DocumentSet)
    /// Something only the template language knows, on its way to a place that takes it.
    case foreign(AnyObject)

    package var isNull: Bool { if case .null = self { true } else { false } }

    package var node: Node? {
        switch self {
        case .map(let map): map
        case .array(let array): array
        case .documents(let documents): documents
        default: nil
        }
    }

    /// A value that shares no node with `self`.
    package func copied() -> YAMLValue {
        switch self {
        case .map(let map): .map(map.copied())
        case .array(let array): .array(array.copied())
        case .documents(let documents): .documents(documents.copied())
        default: self
        }
    }

    /// The text of a scalar the way Go's `%s` or `%v` would show a key.
    package var keyText: String {
        switch self {
        case .null: "%!s(<nil>)"
        case .bool(let value): value ? "%!s(bool=true)" : "%!s(bool=false)"
        case .int(let value): "%!s(int=\(value))"
        case .unsigned(let value): "%!s(uint64=\(value))"
        case .float(let value): "%!s(float64=\(GoFloat.shortest(value)))"
        case .string(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .map, .array, .documents, .foreign: "?"
        }
    }
}

extension YAMLValue: Equatable {
    /// Bytes decide: strings that only look alike are different.
    package static func == (a: YAMLValue, b: YAMLValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.unsigned(let a), .unsigned(let b)): a == b
        case (.float(let a), .float(let b)): a == b
        case (.string(let a), .string(let b)): sameBytes(a, b)
        case (.bytes(let a), .bytes(let b)): a == b
        case (.map(let a), .map(let b)):
            a.items.elementsEqual(b.items) { $0.key == $1.key && $0.value == $1.value }
        case (.array(let a), .array(let b)):
            a.items.elementsEqual(b.items) { $0.value == $1.value }
        case (.documents(let a), .documents(let b)):
            a.items.elementsEqual(b.items) { $0.value == $1.value }
        case (.foreign(let a), .foreign(let b)): a === b
        default: false
        }
    }

    private static func sameBytes(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
    }
}
