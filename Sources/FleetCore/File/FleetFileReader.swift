package import Diagnostics
import Yams

extension Diagnostic.Code {
    package static let fleetFileNotYAML: Self = "fleet.file-not-yaml"
    package static let fleetUnknownKey: Self = "fleet.unknown-key"
    package static let fleetWrongType: Self = "fleet.wrong-type"
    package static let fleetMissingKey: Self = "fleet.missing-key"
    package static let fleetDuplicateKey: Self = "fleet.duplicate-key"
    package static let fleetUnknownName: Self = "fleet.unknown-name"
}

/// Everything that is wrong with a file, collected so that one run names all of it.
final class FleetFileComplaints {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    func add(
        _ code: Diagnostic.Code, _ message: String, at node: Node?, hint: String? = nil
    ) {
        add(
            code, message, line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1,
            hint: hint)
    }

    func add(
        _ code: Diagnostic.Code, _ message: String, line: Int, column: Int, hint: String? = nil
    ) {
        let place = Place(file: file, line: line, column: column)
        diagnostics.append(Diagnostic(.error, code, message, hint: hint, at: place))
    }

    func unknown(_ kind: String, _ name: String, among known: [String], at node: Node?) {
        add(
            .fleetUnknownName, "there is no \(kind) `\(name)`", at: node,
            hint: nearestName(to: name, among: known).map { "Did you mean `\($0)`?" }
                ?? (known.isEmpty
                    ? "The fleet file has no \(kind) yet."
                    : "Known here: \(known.sorted().joined(separator: ", "))."))
    }
}

/// Reads one mapping key by key, and complains about every key that nobody asked for.
struct FleetFileSection {
    let complaints: FleetFileComplaints
    /// How the section is called in messages.
    let path: String
    let node: Node
    private var asked: [String] = []

    init(_ node: Node, path: String, _ complaints: FleetFileComplaints) {
        self.node = node
        self.path = path
        self.complaints = complaints
        guard let mapping = node.mapping else {
            complaints.add(
                .fleetWrongType, "\(subject) must be a mapping of keys to values", at: node)
            return
        }
        var seen: Set<String> = []
        for (key, _) in mapping where !seen.insert(key.string ?? "?").inserted {
            complaints.add(
                .fleetDuplicateKey, "`\(key.string ?? "?")` is given twice", at: key)
        }
    }

    private var subject: String { path.isEmpty ? "the file" : "`\(path)`" }

    mutating func value(_ key: String) -> Node? {
        asked.append(key)
        let found = node.mapping?.first { $0.key.string == key }?.value
        // `key:` with nothing behind it means that the key was left out.
        let isEmpty = found?.scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false
        return isEmpty ? nil : found
    }

    mutating func required(_ key: String) -> Node? {
        let found = value(key)
        if found == nil {
            complaints.add(.fleetMissingKey, "\(subject) has no `\(key)`", at: node)
        }
        return found
    }

    mutating func string(_ key: String) -> String? {
        value(key).flatMap { string(of: $0, key) }
    }

    mutating func requiredString(_ key: String) -> String {
        required(key).flatMap { string(of: $0, key) } ?? ""
    }

    private func string(of node: Node, _ key: String) -> String? {
        if let scalar = node.scalar { return scalar.string }
        complaints.add(.fleetWrongType, "`\(key)` must be a single value", at: node)
        return nil
    }

    /// A list of words, or one word in place of a list, each with the node it stands in.
    mutating func words(_ key: String) -> [(text: String, node: Node)] {
        guard let node = value(key) else { return [] }
        let nodes = node.sequence.map { Array($0) } ?? [node]
        return nodes.compactMap { node in string(of: node, key).map { ($0, node) } }
    }

    mutating func strings(_ key: String) -> [String] { words(key).map(\.text) }

    mutating func positive(_ key: String) -> Int? {
        guard let node = value(key), let text = string(of: node, key) else { return nil }
        if let number = Int(text), number > 0 { return number }
        complaints.add(
            .fleetWrongType, "`\(key)` must be a number above zero, not \"\(text)\"", at: node)
        return nil
    }

    mutating func choice<Value: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ type: Value.Type
    ) -> Value? {
        guard let node = value(key), let text = string(of: node, key) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let names = Value.allCases.map(\.rawValue)
        complaints.add(
            .fleetWrongType,
            "`\(key)` must be one of \(names.joined(separator: ", ")), not \"\(text)\"", at: node,
            hint: nearestName(to: text, among: names).map { "Did you mean `\($0)`?" })
        return nil
    }

    func section(_ key: String, _ node: Node) -> FleetFileSection {
        FleetFileSection(node, path: path.isEmpty ? key : "\(path).\(key)", complaints)
    }

    mutating func section(_ key: String) -> FleetFileSection? {
        value(key).map { section(key, $0) }
    }

    /// The mappings of a list.
    mutating func sections(_ key: String) -> [FleetFileSection] {
        guard let node = value(key) else { return [] }
        guard let sequence = node.sequence else {
            complaints.add(.fleetWrongType, "`\(key)` must be a list", at: node)
            return []
        }
        return sequence.map { section(key, $0) }
    }

    /// The mappings below free names, in the order of the file.
    mutating func named(_ key: String) -> [(name: String, section: FleetFileSection)] {
        guard let node = value(key) else { return [] }
        guard let mapping = node.mapping else {
            complaints.add(
                .fleetWrongType, "`\(key)` must be a mapping of names to settings", at: node)
            return []
        }
        return mapping.map { entry in
            let name = entry.key.string ?? "?"
            return (name, section("\(key).\(name)", entry.value))
        }
    }

    /// To be called last: names the keys that have no meaning here.
    func end() {
        for (key, _) in node.mapping ?? [:] {
            let name = key.string ?? "?"
            guard !asked.contains(name) else { continue }
            complaints.add(
                .fleetUnknownKey, "\(subject) has an unknown key `\(name)`", at: key,
                hint: nearestName(to: name, among: asked).map { "Did you mean `\($0)`?" }
                    ?? "Known keys here: \(asked.sorted().joined(separator: ", ")).")
        }
    }
}
