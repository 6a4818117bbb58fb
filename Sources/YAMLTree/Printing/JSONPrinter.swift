/// Prints values as JSON the way Go's `encoding/json` does: keys sorted by bytes, `<`, `>` and `&`
/// escaped, no white space unless asked for.
package struct JSONPrinter {
    package enum Problem: Error, CustomStringConvertible {
        case notANumber(Double)
        case keyNotText

        package var description: String {
            switch self {
            case .notANumber(let value): "json: unsupported value: \(GoFloat.shortest(value))"
            case .keyNotText: "json: a key of this kind has no place in JSON"
            }
        }
    }

    package var escapesHTML = true
    /// What each level is indented by; nil for one line.
    package var indent: String?
    private var out: [UInt8] = []

    package init(escapesHTML: Bool = true, indent: String? = nil) {
        self.escapesHTML = escapesHTML
        self.indent = indent
    }

    package static func print(_ value: YAMLValue) throws(Problem) -> [UInt8] {
        var printer = JSONPrinter()
        return try printer.print(value)
    }

    package mutating func print(_ value: YAMLValue) throws(Problem) -> [UInt8] {
        out.removeAll()
        try emit(value, level: 0)
        return out
    }

    private mutating func emit(_ value: YAMLValue, level: Int) throws(Problem) {
        switch value {
        case .null, .foreign: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .int(let value): put(String(value))
        case .unsigned(let value): put(String(value))
        case .float(let value):
            guard value.isFinite else { throw .notANumber(value) }
            put(GoFloat.json(value))
        case .string(let text): putString(text)
        case .bytes(let bytes): putString(String(decoding: bytes, as: UTF8.self))
        case .map(let map): try emit(map, level: level)
        case .array(let array): try emit(array, level: level)
        case .documents(let documents):
            try emit(documents.items.last?.value ?? .null, level: level)
        }
    }

    private mutating func emit(_ map: MapNode, level: Int) throws(Problem) {
        guard !map.items.isEmpty else { return put("{}") }
        var entries: [(key: String, value: YAMLValue)] = []
        for item in map.items { entries.append((try Self.key(item.key), item.value)) }
        entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        out.append(UInt8(ascii: "{"))
        for (index, entry) in entries.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            newLine(level + 1)
            putString(entry.key)
            put(indent == nil ? ":" : ": ")
            try emit(entry.value, level: level + 1)
        }
        newLine(level)
        out.append(UInt8(ascii: "}"))
    }

    private mutating func emit(_ array: ArrayNode, level: Int) throws(Problem) {
        guard !array.items.isEmpty else { return put("[]") }
        out.append(UInt8(ascii: "["))
        for (index, item) in array.items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            newLine(level + 1)
            try emit(item.value, level: level + 1)
        }
        newLine(level)
        out.append(UInt8(ascii: "]"))
    }

    /// Keys that are not text are written as the text of their value.
    private static func key(_ key: YAMLValue) throws(Problem) -> String {
        switch key {
        case .string(let text): return text
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .unsigned(let value): return String(value)
        case .float(let value): return GoFloat.shortest(value)
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .map, .array, .documents, .foreign: throw .keyNotText
        }
    }

    private mutating func newLine(_ level: Int) {
        guard let indent else { return }
        out.append(0x0A)
        for _ in 0..<level { put(indent) }
    }

    private mutating func put(_ text: String) { out.append(contentsOf: text.utf8) }

    private mutating func putString(_ text: String) {
        out.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": put("\\\"")
            case "\\": put("\\\\")
            case "\n": put("\\n")
            case "\r": put("\\r")
            case "\t": put("\\t")
            case "\u{8}": put("\\b")
            case "\u{C}": put("\\f")
            case "<", ">", "&":
                if escapesHTML { putUnicode(scalar.value) } else { put(String(scalar)) }
            case "\u{2028}", "\u{2029}": putUnicode(scalar.value)
            default:
                if scalar.value < 0x20 { putUnicode(scalar.value) } else { put(String(scalar)) }
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    private mutating func putUnicode(_ value: UInt32) {
        let hex = String(value, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
    }
}
