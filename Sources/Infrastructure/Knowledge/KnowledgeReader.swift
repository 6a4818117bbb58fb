package import Diagnostics
import Yams

extension Diagnostic.Code {
    package static let knowledgeMalformed: Self = "knowledge.malformed"
}

/// Reads a file of rules, and names every mistake in it with its place.
struct KnowledgeReader {
    private let file: String
    private var complaints: [Diagnostic] = []

    static func read(_ text: String, file: String) throws(Diagnostic) -> [ResourceRule] {
        var reader = KnowledgeReader(file: file)
        let rules = reader.rules(text)
        guard var first = reader.complaints.first else { return rules }
        if reader.complaints.count > 1 {
            first.detail = reader.complaints.dropFirst()
                .map { "\($0.place.map { "\($0): " } ?? "")\($0.message)" }
                .joined(separator: "\n")
        }
        throw first
    }

    private init(file: String) { self.file = file }

    private mutating func rules(_ text: String) -> [ResourceRule] {
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else { return [] }
            root = node
        } catch {
            complain("the file is not YAML: \(Self.reason(error))", at: Self.mark(error))
            return []
        }
        checkKeys(of: root, ["resources"], "the file")
        guard let entries = root.mapping?["resources"]?.sequence else {
            complain("the file must have a list `resources`", at: root.mark)
            return []
        }
        return entries.compactMap { rule($0) }
    }

    private static let known = [
        "type", "kind", "stateful", "where", "restarts", "flags", "restarts_when_made", "backups",
        "protection", "shows", "endpoints",
    ]

    private mutating func rule(_ node: Node) -> ResourceRule? {
        checkKeys(of: node, Self.known, "a resource")
        guard node.mapping != nil else { return nil }
        guard let type = node["type"].flatMap({ text($0, "type") }) else {
            if node["type"] == nil { complain("a resource has no `type`", at: node.mark) }
            return nil
        }
        guard let kind = kind(node, type) else { return nil }
        var rule = ResourceRule(type: type, kind: kind)
        rule.isStateful = flag(node["stateful"], "stateful") ?? (kind != .settings)
        rule.restartsServerWhenMade =
            flag(node["restarts_when_made"], "restarts_when_made") ?? false
        rule.restarting = paths(node["restarts"], "restarts")
        rule.endpoints = paths(node["endpoints"], "endpoints")
        rule.backups = switches(node["backups"], "backups")
        rule.protection = switches(node["protection"], "protection")
        rule.flags = node["flags"].flatMap { flags($0) }
        for (key, value) in pairs(node["where"], "where") {
            rule.conditions[AttributePath(key)] = texts(value, "where")
        }
        for (key, value) in pairs(node["shows"], "shows") {
            if let path = text(value, key) { rule.shown[key] = AttributePath(path) }
        }
        return rule
    }

    private mutating func kind(_ node: Node, _ type: String) -> ResourceRule.Kind? {
        guard let value = node["kind"] else {
            complain("`\(type)` has no `kind`", at: node.mark)
            return nil
        }
        guard let word = text(value, "kind") else { return nil }
        if let kind = ResourceRule.Kind(rawValue: word) { return kind }
        let words = ResourceRule.Kind.allCases.map(\.rawValue)
        complain(
            "`kind` must be one of \(words.joined(separator: ", ")), not \"\(word)\"",
            at: value.mark,
            hint: nearestName(to: word, among: words).map { "Did you mean `\($0)`?" })
        return nil
    }

    // MARK: Values

    private mutating func flags(_ node: Node) -> ResourceRule.Flags? {
        checkKeys(of: node, ["list", "name", "value", "restarting"], "`flags`")
        guard let list = node["list"].flatMap({ text($0, "list") }) else {
            complain("`flags` has no `list`", at: node.mark)
            return nil
        }
        return ResourceRule.Flags(
            list: AttributePath(list), name: node["name"].flatMap { text($0, "name") } ?? "name",
            value: node["value"].flatMap { text($0, "value") } ?? "value",
            restarting: node["restarting"].map { Set(texts($0, "restarting")) })
    }

    /// An attribute's path, or a mapping with `attribute` and the texts that mean `off`.
    private mutating func switches(_ node: Node?, _ key: String) -> [ResourceRule.Switch] {
        elements(node).compactMap { entry in
            guard entry.mapping != nil else {
                return text(entry, key).map {
                    ResourceRule.Switch(attribute: AttributePath($0), off: nil)
                }
            }
            checkKeys(of: entry, ["attribute", "off"], "`\(key)`")
            guard let attribute = entry["attribute"].flatMap({ text($0, "attribute") }) else {
                complain("`\(key)` has no `attribute`", at: entry.mark)
                return nil
            }
            return ResourceRule.Switch(
                attribute: AttributePath(attribute),
                off: entry["off"].map { Set(texts($0, "off")) })
        }
    }

    private mutating func paths(_ node: Node?, _ key: String) -> [AttributePath] {
        elements(node).compactMap { text($0, key) }.map { AttributePath($0) }
    }

    private mutating func texts(_ node: Node, _ key: String) -> [String] {
        elements(node).compactMap { text($0, key) }
    }

    private func elements(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        return node.sequence.map { Array($0) } ?? [node]
    }

    private mutating func text(_ node: Node, _ key: String) -> String? {
        if let scalar = node.scalar, !scalar.string.isEmpty { return scalar.string }
        complain("`\(key)` must be a single text", at: node.mark)
        return nil
    }

    private mutating func flag(_ node: Node?, _ key: String) -> Bool? {
        guard let node else { return nil }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            complain("`\(key)` must be true or false", at: node.mark)
            return nil
        }
    }

    private mutating func pairs(_ node: Node?, _ key: String) -> [(String, Node)] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            complain("`\(key)` must be a mapping", at: node.mark)
            return []
        }
        return mapping.compactMap { pair in pair.key.string.map { ($0, pair.value) } }
    }

    // MARK: Complaints

    private mutating func checkKeys(of node: Node, _ known: [String], _ subject: String) {
        guard let mapping = node.mapping else {
            return complain("\(subject) must be a mapping of keys to values", at: node.mark)
        }
        for (key, _) in mapping where !known.contains(key.string ?? "") {
            let name = key.string ?? "?"
            complain(
                "\(subject) has an unknown key `\(name)`", at: key.mark,
                hint: nearestName(to: name, among: known).map { "Did you mean `\($0)`?" }
                    ?? "Known keys here: \(known.joined(separator: ", ")).")
        }
    }

    private mutating func complain(_ message: String, at mark: Mark?, hint: String? = nil) {
        complaints.append(
            Diagnostic(
                .error, .knowledgeMalformed, message, hint: hint,
                at: Place(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)))
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
            .composer(_, let problem, _, _):
            problem
        case .duplicatedKeysInMapping(let keys, _): "`\(keys.first ?? "?")` is given twice"
        default: "\(error)"
        }
    }

    private static func mark(_ error: any Error) -> Mark? {
        switch error as? YamlError {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark
        case .duplicatedKeysInMapping(_, let context): context.mark
        default: nil
        }
    }
}
