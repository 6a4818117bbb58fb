package import Diagnostics
import Yams

extension Diagnostic.Code {
    package static let fileNotYAML: Self = "file.not-yaml"
    package static let fileUnknownKey: Self = "file.unknown-key"
    package static let fileWrongType: Self = "file.wrong-type"
    package static let fileMissingKey: Self = "file.missing-key"
    package static let fileDuplicateKey: Self = "file.duplicate-key"
}

/// Reads one mapping of a YAML file key by key, and complains about every key nobody asked for.
///
/// Reading goes on after a complaint, so that one run names everything that is wrong.
struct SectionReader {
    let file: String
    /// How the section is called in messages: `limits`, or nothing for the whole file.
    let path: String
    let node: Node
    private(set) var diagnostics: [Diagnostic] = []
    private var asked: [String] = []

    init(file: String, path: String, node: Node) {
        self.file = file
        self.path = path
        self.node = node
        guard let mapping = node.mapping else {
            complain(.fileWrongType, "\(subject) must be a mapping of keys to values", at: node)
            return
        }
        reportDuplicates(in: mapping)
    }

    // MARK: Values

    mutating func value(_ key: String) -> Node? {
        asked.append(key)
        guard let found = node.mapping?.first(where: { $0.key.string == key })?.value else {
            return nil
        }
        // `key:` with nothing behind it means that the key was left out.
        return found.scalar.map { $0.string.isEmpty && $0.style == .plain } == true ? nil : found
    }

    mutating func required(_ key: String) -> Node? {
        if let found = value(key) { return found }
        complain(.fileMissingKey, "\(subject) has no `\(key)`", at: node)
        return nil
    }

    mutating func string(_ key: String) -> String? {
        value(key).flatMap { string(of: $0, key) }
    }

    mutating func string(of node: Node, _ key: String) -> String? {
        if let scalar = node.scalar { return scalar.string }
        complain(.fileWrongType, "`\(key)` must be a single value", at: node)
        return nil
    }

    mutating func strings(of node: Node, _ key: String) -> [String] {
        guard let sequence = node.sequence else { return string(of: node, key).map { [$0] } ?? [] }
        return sequence.compactMap { string(of: $0, key) }
    }

    mutating func parsed<Value>(
        _ key: String, as wanted: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let node = value(key), let text = string(of: node, key) else { return nil }
        if let value = parse(text) { return value }
        complain(.fileWrongType, "`\(key)` must be \(wanted), not \"\(text)\"", at: node)
        return nil
    }

    mutating func choice<Value: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ type: Value.Type
    ) -> Value? {
        guard let node = value(key), let text = string(of: node, key) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let names = Value.allCases.map(\.rawValue)
        let near = nearestName(to: text, among: names).map { "Did you mean `\($0)`?" }
        complain(
            .fileWrongType,
            "`\(key)` must be one of \(names.joined(separator: ", ")), not \"\(text)\"",
            at: node, hint: near)
        return nil
    }

    mutating func section(_ key: String) -> SectionReader? {
        value(key).map { section(key, $0) }
    }

    func section(_ key: String, _ node: Node) -> SectionReader {
        SectionReader(file: file, path: path.isEmpty ? key : "\(path).\(key)", node: node)
    }

    /// Takes over what a section complained about, after its unknown keys.
    mutating func absorb(_ section: SectionReader) {
        var section = section
        section.reportUnknownKeys()
        diagnostics += section.diagnostics
    }

    // MARK: Complaints

    mutating func complain(
        _ code: Diagnostic.Code, _ message: String, at node: Node, hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(.error, code, message, hint: hint, at: place(of: node)))
    }

    func place(of node: Node) -> Place {
        Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private var subject: String { path.isEmpty ? "the file" : "`\(path)`" }

    mutating func reportUnknownKeys() {
        for (key, _) in node.mapping ?? [:] {
            let name = key.string ?? "?"
            guard !asked.contains(name) else { continue }
            let near = nearestName(to: name, among: asked)
            complain(
                .fileUnknownKey, "\(subject) has an unknown key `\(name)`", at: key,
                hint: near.map { "Did you mean `\($0)`?" }
                    ?? "Known keys here: \(asked.sorted().joined(separator: ", ")).")
        }
    }

    private mutating func reportDuplicates(in mapping: Node.Mapping) {
        var seen: Set<String> = []
        for (key, _) in mapping where !seen.insert(key.string ?? "?").inserted {
            complain(.fileDuplicateKey, "`\(key.string ?? "?")` is given twice", at: key)
        }
    }
}
