/// Decides what a scalar's text means, by YAML 1.1 as yaml.v2 has it.
///
/// `yes`, `on` and `n` are booleans, `010` is eight, `1_000` a thousand, `1:20` and timestamps
/// are text. In strict mode text that YAML 1.2 would read otherwise is an error.
struct ScalarResolver {
    enum Kind: String {
        case null, bool, int, float, timestamp, merge, str
        var tag: String { "!!" + rawValue }
    }

    struct Problem: Error {
        let text: String
    }

    let isStrict: Bool

    static let tagPrefix = "tag:yaml.org,2002:"

    /// - Parameter isPlain: neither quoted nor tagged, or tagged `!`.
    func resolve(_ text: String, tag: String, isPlain: Bool) throws(Problem) -> YAMLValue {
        if tag.isEmpty {
            guard isPlain else { return .string(text) }
            let (kind, value) = Self.resolvePlain(text)
            if isStrict { try checkStrictly(text, kind: kind, value: value) }
            return value
        }
        return try resolve(text, tag: tag)
    }

    private func resolve(_ text: String, tag: String) throws(Problem) -> YAMLValue {
        guard tag.hasPrefix(Self.tagPrefix) else { return .string(text) }
        let name = String(tag.dropFirst(Self.tagPrefix.count))
        switch name {
        case "str": return .string(text)
        case "binary":
            guard let bytes = Base64.decode(text) else {
                throw Problem(text: "!!binary value contains invalid base64 data")
            }
            return Self.textOrBytes(bytes)
        case "bool", "int", "float", "null", "timestamp":
            let (kind, value) = Self.resolvePlain(text, timestamps: name == "timestamp")
            if kind.rawValue == name { return value }
            if name == "float", case .int(let number) = value { return .float(Double(number)) }
            throw Problem(text: "cannot decode \(kind.tag) `\(text)` as a !!\(name)")
        default: return .string(text)
        }
    }

    static func textOrBytes(_ bytes: [UInt8]) -> YAMLValue {
        String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(bytes)
    }

    /// What untagged, unquoted text means.
    static func resolvePlain(_ text: String, timestamps: Bool = true) -> (Kind, YAMLValue) {
        guard let first = text.utf8.first else { return (.null, .null) }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            return resolveNumber(text, timestamps: timestamps)
        case UInt8(ascii: "."):
            if let word = words[text] { return word }
            return GoNumber.decimal(text).map { (.float, .float($0)) } ?? (.str, .string(text))
        case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
            UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
            UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "~"):
            if text.utf8.count <= 5, let word = words[text] { return word }
            return (.str, .string(text))
        default: return (.str, .string(text))
        }
    }

    private static func resolveNumber(_ text: String, timestamps: Bool) -> (Kind, YAMLValue) {
        if text.utf8.count <= 5, let word = words[text] { return word }
        if timestamps, Timestamp.matches(text) { return (.timestamp, .string(text)) }
        // Nothing with other letters can be a number.
        for byte in text.utf8 where !numberBytes.contains(byte) { return (.str, .string(text)) }
        let plain = text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
        switch GoNumber.integer(plain.utf8) {
        case .signed(let value): return (.int, .int(value))
        case .unsigned(let value): return (.int, .unsigned(value))
        case nil: break
        }
        if let value = GoNumber.decimal(plain) { return (.float, .float(value)) }
        return (.str, .string(text))
    }

    private static let numberBytes = Set("0123456789+-._abcdefxoABCDEFXO".utf8)

    // Never written after its making; the values hold no references.
    nonisolated(unsafe) private static let words: [String: (Kind, YAMLValue)] = {
        var table: [String: (Kind, YAMLValue)] = [:]
        for word in ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"] {
            table[word] = (.bool, .bool(true))
        }
        for word in ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"] {
            table[word] = (.bool, .bool(false))
        }
        for word in ["~", "null", "Null", "NULL"] { table[word] = (.null, .null) }
        for word in [".nan", ".NaN", ".NAN"] { table[word] = (.float, .float(.nan)) }
        for word in [".inf", ".Inf", ".INF"] {
            table[word] = (.float, .float(.infinity))
            table["+" + word] = (.float, .float(.infinity))
            table["-" + word] = (.float, .float(-.infinity))
        }
        return table
    }()
}
