import Diagnostics
import Yams

/// Reads one mapping key by key, remembers which keys it was asked for, and collects complaints.
struct KeyReader {
    let file: String
    /// How messages call the mapping: `git`, or nothing for the document.
    let path: String
    let node: Node
    /// Whether keys that nobody knows are errors, and not only warned about.
    let isStrict: Bool
    private(set) var diagnostics: [Diagnostic] = []
    private var asked: [String] = []
    private let pairs: [(key: Node, value: Node)]

    init(file: String, path: String, node: Node, isStrict: Bool) {
        self.file = file
        self.path = path
        self.node = node
        self.isStrict = isStrict
        pairs = Self.pairs(of: node)
        if node.mapping == nil {
            complain(.configurationWrongType, "\(subject) must be a mapping", at: node)
        }
    }

    /// The pairs of a mapping, with those of `<<` behind its own.
    private static func pairs(of node: Node) -> [(key: Node, value: Node)] {
        guard let mapping = node.mapping else { return [] }
        var own: [(key: Node, value: Node)] = []
        var merged: [(key: Node, value: Node)] = []
        for (key, value) in mapping {
            if key.string == "<<", key.scalar?.style == .plain {
                let sources = value.sequence.map(Array.init) ?? [value]
                for source in sources { merged += pairs(of: source) }
            } else {
                own.append((key, value))
            }
        }
        return own + merged
    }

    // MARK: Values

    mutating func value(_ key: String) -> Node? {
        asked.append(key)
        // The reference takes a key in any letter case when none is spelt exactly so.
        let found =
            pairs.first { $0.key.string == key }
            ?? (isStrict
                ? nil : pairs.first { $0.key.string?.lowercased() == key.lowercased() })
        guard let value = found?.value, !Self.isNull(value) else { return nil }
        return value
    }

    static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The text as it was written: `y`, `1.10` and `0123` are no booleans or numbers here.
    mutating func string(_ key: String) -> String {
        guard let node = value(key) else { return "" }
        return string(of: node, key) ?? ""
    }

    mutating func string(of node: Node, _ key: String) -> String? {
        if let scalar = node.scalar { return scalar.string }
        complain(.configurationWrongType, "`\(key)` must be a single value", at: node)
        return nil
    }

    mutating func strings(_ key: String) -> [String] {
        guard let node = value(key) else { return [] }
        guard let sequence = node.sequence else {
            complain(.configurationWrongType, "`\(key)` must be a list", at: node)
            return []
        }
        return sequence.compactMap { string(of: $0, key) }
    }

    mutating func texts(_ key: String) -> [String: String] {
        guard let node = value(key) else { return [:] }
        guard node.mapping != nil else {
            complain(.configurationWrongType, "`\(key)` must be a mapping", at: node)
            return [:]
        }
        var result: [String: String] = [:]
        for pair in Self.pairs(of: node) {
            guard let name = pair.key.string else { continue }
            result[name] = Self.isNull(pair.value) ? "" : string(of: pair.value, name) ?? ""
        }
        return result
    }

    mutating func flag(_ key: String) -> Bool {
        guard let node = value(key), let text = string(of: node, key) else { return false }
        switch text.lowercased() {
        case "true", "yes", "on", "y": return true
        case "false", "no", "off", "n": return false
        default:
            complain(
                .configurationWrongType, "`\(key)` must be true or false, not \"\(text)\"",
                at: node)
            return false
        }
    }

    /// A whole number; `0755` and `0o755` are octal, `0x1ed` is hexadecimal.
    mutating func number(_ key: String) -> Int? {
        guard let node = value(key), let text = string(of: node, key) else { return nil }
        if let number = Self.number(text) { return number }
        complain(
            .configurationWrongType, "`\(key)` must be a whole number, not \"\(text)\"", at: node)
        return nil
    }

    static func number(_ text: String) -> Int? {
        let digits = text.replacing("_", with: "")
        for (prefix, radix) in [("0o", 8), ("0x", 16), ("0b", 2)] where digits.hasPrefix(prefix) {
            return Int(digits.dropFirst(2), radix: radix)
        }
        if digits.count > 1, digits.hasPrefix("0") { return Int(digits, radix: 8) }
        return Int(digits)
    }

    // MARK: Sections

    mutating func section(_ key: String) -> KeyReader? {
        guard let node = value(key) else { return nil }
        return section(node, path.isEmpty ? key : "\(path).\(key)")
    }

    func section(_ node: Node, _ path: String) -> KeyReader {
        KeyReader(file: file, path: path, node: node, isStrict: isStrict)
    }

    mutating func sections(_ key: String) -> [KeyReader] {
        guard let node = value(key) else { return [] }
        guard let sequence = node.sequence else {
            complain(.configurationWrongType, "`\(key)` must be a list", at: node)
            return []
        }
        return sequence.enumerated().map { section($1, "\(key)[\($0)]") }
    }

    /// Takes over what a section complained about, after its unknown keys.
    mutating func absorb(_ section: KeyReader) {
        diagnostics += section.finished()
    }

    func finished() -> [Diagnostic] {
        var all = diagnostics
        for pair in pairs {
            let name = pair.key.string ?? "?"
            let isKnown = asked.contains {
                $0 == name || !isStrict && $0.lowercased() == name.lowercased()
            }
            if isKnown { continue }
            let near = nearestName(to: name, among: asked).map { "Did you mean `\($0)`?" }
            all.append(
                Diagnostic(
                    isStrict ? .error : .warning, .configurationUnknownKey,
                    "\(subject) has no key `\(name)`",
                    hint: near ?? "Known here: \(asked.sorted().joined(separator: ", ")).",
                    at: place(of: pair.key)))
        }
        return all
    }

    // MARK: Complaints

    mutating func complain(_ code: Diagnostic.Code, _ message: String, at node: Node) {
        diagnostics.append(Diagnostic(.error, code, message, at: place(of: node)))
    }

    func place(of node: Node) -> Place {
        Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private var subject: String { path.isEmpty ? "the document" : "`\(path)`" }
}
