import Starlark
import YAMLTree

/// Data values given outside of templates, in the order in which they are laid over each other.
package struct DataValuesSources {
    /// One `key=value`, or one environment prefix.
    package var files: [String] = []
    package var environmentPrefixes: [String] = []
    package var environmentYAMLPrefixes: [String] = []
    package var strings: [String] = []
    package var yamls: [String] = []
    package var fileValues: [String] = []

    /// `NAME=value` of the process.
    package var environment: [String] = []
    /// The files a path stands for; a folder stands for what is in it.
    package var open: (String) throws -> [InputFile] = { _ in [] }

    package init() {}

    func envelopes(isStrict: Bool) throws -> [DataValuesEnvelope] {
        var result: [DataValuesEnvelope] = []
        for path in files {
            result += try describing("Extracting data values from file") {
                try fromFile(path, isStrict: isStrict)
            }
        }
        for (prefixes, isYAML) in [
            (environmentPrefixes, false), (environmentYAMLPrefixes, true),
        ] {
            for prefix in prefixes {
                result += try describing("Extracting data values from env under prefix '\(prefix)'")
                {
                    try fromEnvironment(prefix, isYAML: isYAML, isStrict: isStrict)
                }
            }
        }
        for (pairs, isYAML) in [(strings, false), (yamls, true)] {
            for pair in pairs {
                result.append(
                    try describing("Extracting data value from KV") {
                        try fromPair(pair, isYAML: isYAML, isStrict: isStrict)
                    })
            }
        }
        for pair in fileValues {
            result.append(
                try describing("Extracting data value from file") { try fromFileValue(pair) })
        }
        return result
    }

    // MARK: Whole files

    private func fromFile(_ spec: String, isStrict: Bool) throws -> [DataValuesEnvelope] {
        let (reference, path) = try Self.separate(spec)
        var result: [DataValuesEnvelope] = []
        let found = try describing("Finding file(s) '\(path)'") { try open(path) }
        let isNamed =
            found.count == 1
            && (path == "-" || path.split(separator: "/").last == found[0].baseName)
        for file in found {
            // What merely lies in a folder may be anything.
            if !isNamed, file.kind != .yaml { continue }
            let reader = YAMLReader(withoutComments: false, isStrict: isStrict)
            let documents: DocumentSet
            let bytes = try file.bytes()
            do {
                documents = try reader.read(bytes, name: file.path)
            } catch {
                throw TemplateFailure(
                    "Unmarshaling file '\(file.path)'", error,
                    at: .init(error, in: SourceFile(name: file.path, bytes: bytes)))
            }
            documents.keepLastOfEachKey()
            for document in documents.items where !document.isEmpty {
                try describing("Checking data values file '\(file.path)'") {
                    try PlainMerge.annotate(document)
                }
                result.append(try DataValuesEnvelope(document, reference: reference))
            }
        }
        return result
    }

    // MARK: Single values

    private func fromEnvironment(
        _ spec: String, isYAML: Bool, isStrict: Bool
    ) throws -> [DataValuesEnvelope] {
        let (reference, prefix) = try Self.separate(spec)
        var result: [DataValuesEnvelope] = []
        for entry in environment {
            let pieces = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pieces.count == 2 else {
                throw TemplateFailure(
                    "Expected environment variable to be key-value pair (format key=value)")
            }
            guard pieces[0].hasPrefix(prefix + "_") else { continue }
            let text = String(pieces[1])
            let value =
                isYAML
                ? try describing("Extracting data value from env variable '\(pieces[0])'") {
                    try Self.parse(text, isStrict: isStrict)
                } : .string(text)
            let key = pieces[0].dropFirst(prefix.utf8.count + 1)
            let source = SourceFile(
                name: "(data-values-env arg) \(prefix)", bytes: Array(entry.utf8))
            result.append(
                try Self.envelope(
                    key.split(separator: "__", omittingEmptySubsequences: false).map { String($0) },
                    value, reference, source))
        }
        return result
    }

    private func fromPair(
        _ pair: String, isYAML: Bool, isStrict: Bool
    ) throws -> DataValuesEnvelope {
        let (reference, key, text) = try Self.keyAndValue(pair)
        var value = YAMLValue.string(text)
        if isYAML {
            value = try describing("Deserializing value for key '\(key)'") {
                try Self.parse(text, isStrict: isStrict)
            }
        }
        let source = SourceFile(name: "(data-value arg)", bytes: Array(pair.utf8))
        return try Self.envelope(Self.pieces(key), value, reference, source)
    }

    private func fromFileValue(_ pair: String) throws -> DataValuesEnvelope {
        let (reference, key, path) = try Self.keyAndValue(pair)
        let bytes = try describing("Finding file '\(path)'") { () -> [UInt8] in
            let files = try open(path)
            guard files.count == 1, let file = files.first else {
                throw TemplateFailure("Expected to find exactly one file, but found \(files.count)")
            }
            return try file.bytes()
        }
        let source = SourceFile(name: "(data-value-file arg) \(key)=\(path)", bytes: bytes)
        return try Self.envelope(
            Self.pieces(key), Conversion.text(.bytes(bytes)), reference, source)
    }

    // MARK: Pieces

    private static func separate(_ text: String) throws(TemplateFailure) -> (
        reference: String, rest: String
    ) {
        guard text.hasPrefix("@") else { return ("", text) }
        let pieces = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return pieces.count == 2 ? (String(pieces[0]), String(pieces[1])) : ("", text)
    }

    private static func keyAndValue(
        _ pair: String
    ) throws(TemplateFailure) -> (reference: String, key: String, value: String) {
        let pieces = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2 else { throw TemplateFailure("Expected format key=value") }
        let name = String(pieces[0])
        let (reference, key) = try separate(name)
        guard !key.contains(":") else {
            throw TemplateFailure("Expected at most one library-key separator ':' in '\(key)'")
        }
        return (reference, key, String(pieces[1]))
    }

    private static func pieces(_ key: String) -> [String] {
        key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    private static func parse(_ text: String, isStrict: Bool) throws -> YAMLValue {
        try describing("Deserializing YAML value") {
            let reader = YAMLReader(withoutComments: true, isStrict: isStrict)
            let documents = try reader.read(Array(text.utf8), name: "")
            guard documents.items.count <= 1 else {
                throw TemplateFailure("Expected to find exactly one YAML document")
            }
            documents.keepLastOfEachKey()
            return documents.items.first?.value ?? .null
        }
    }

    /// A document with one key inside the other, that may be missing until the last.
    private static func envelope(
        _ keys: [String], _ value: YAMLValue, _ reference: String, _ source: SourceFile
    ) throws -> DataValuesEnvelope {
        let position = YAMLTree.Position(source, line: 1)
        var value = value
        if let node = value.node { place(node, position) }
        for (index, key) in keys.enumerated().reversed() {
            let item = MapItem(key: .string(key), value: value, position: position)
            item.annotations[.overlayMatch] = NodeAnnotation(
                named: [("missing_ok", .bool(true))], position: position)
            if index == keys.count - 1 {
                item.annotations[.overlayReplace] = NodeAnnotation(
                    named: [("or_add", .bool(true))], position: position)
            }
            value = .map(MapNode([item], position: position))
        }
        return try DataValuesEnvelope(Document(value, position: position), reference: reference)
    }

    private static func place(_ node: Node, _ position: YAMLTree.Position) {
        node.position = position
        for child in node.children { place(child, position) }
    }
}
