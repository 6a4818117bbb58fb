import YAMLTree

/// Writes maps as TOML: values first, then tables, each in the order of their names.
struct TOMLPrinter {
    struct Problem: Error, CustomStringConvertible {
        let description: String

        init(_ text: String) { description = "toml: " + text }
    }

    private let indent: String
    private var text = ""

    static func print(_ value: YAMLValue, indent: String) throws(Problem) -> String {
        guard case .map(let map) = value else {
            throw Problem("top-level values must be Go maps or structs")
        }
        var printer = TOMLPrinter(indent: indent)
        try printer.print(map, path: [])
        return printer.text
    }

    private init(indent: String) { self.indent = indent }

    private static func sorted(_ map: MapNode) throws(Problem) -> [(key: String, value: YAMLValue)]
    {
        var entries: [(key: String, value: YAMLValue)] = []
        for item in map.items {
            guard case .string(let key) = item.key else {
                throw Problem("cannot encode a map with non-string key type")
            }
            entries.append((key, item.value))
        }
        return entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private mutating func print(_ map: MapNode, path: [String]) throws(Problem) {
        let entries = try Self.sorted(map)
        let margin = String(repeating: indent, count: path.count)
        for (key, value) in entries where !Self.isTable(value) {
            if case .null = value { continue }
            text += "\(margin)\(Self.name(key)) = \(try Self.inline(value))\n"
        }
        for (key, value) in entries where Self.isTable(value) {
            try printTable(value, path: path + [key])
        }
    }

    private mutating func printTable(_ value: YAMLValue, path: [String]) throws(Problem) {
        let margin = String(repeating: indent, count: path.count - 1)
        let name = path.map(Self.name).joined(separator: ".")
        switch value {
        case .map(let map):
            if path.count == 1, !text.isEmpty { text += "\n" }
            text += "\(margin)[\(name)]\n"
            try print(map, path: path)
        case .array(let array):
            for item in array.items {
                guard case .map(let map) = item.value else { continue }
                if !text.isEmpty { text += "\n" }
                text += "\(margin)[[\(name)]]\n"
                try print(map, path: path)
            }
        default: break
        }
    }

    /// Maps, and lists of nothing but maps.
    private static func isTable(_ value: YAMLValue) -> Bool {
        switch value {
        case .map: return true
        case .array(let array):
            return !array.items.isEmpty
                && array.items.allSatisfy { item in
                    if case .map = item.value { true } else { false }
                }
        default: return false
        }
    }

    private static func inline(_ value: YAMLValue) throws(Problem) -> String {
        switch value {
        case .bool(let bool): return bool ? "true" : "false"
        case .int(let int): return String(int)
        case .unsigned(let number): return String(number)
        case .float(let float): return number(float)
        case .string(let string): return quoted(string)
        case .bytes(let bytes): return quoted(String(decoding: bytes, as: UTF8.self))
        case .array(let array):
            var pieces: [String] = []
            for item in array.items {
                if case .null = item.value {
                    throw Problem("cannot encode array with nil element")
                }
                pieces.append(try inline(item.value))
            }
            return "[" + pieces.joined(separator: ", ") + "]"
        case .map(let map):
            var pieces: [String] = []
            for (key, value) in try sorted(map) {
                if case .null = value { continue }
                pieces.append("\(name(key)) = \(try inline(value))")
            }
            return "{" + pieces.joined(separator: ", ") + "}"
        case .null, .documents, .foreign: throw Problem("unsupported type")
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "+inf" }
        let text = GoFloat.shortest(value, exponentFrom: 21)
        return text.contains(".") || text.contains("e") ? text : text + ".0"
    }

    private static func name(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || Character(Unicode.Scalar(byte)).isASCII
                        && (Character(Unicode.Scalar(byte)).isLetter
                            || Character(Unicode.Scalar(byte)).isNumber)
            }
        return isBare ? key : quoted(key)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
