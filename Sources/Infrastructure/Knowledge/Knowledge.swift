package import Diagnostics

/// All rules: those that come with the program, and before them the team's own.
package struct Knowledge: Hashable, Sendable {
    private var rules: [String: [ResourceRule]] = [:]

    package init(_ rules: [ResourceRule]) {
        for rule in rules { self.rules[rule.type, default: []].append(rule) }
    }

    /// What the program knows of Google Cloud, AWS, Azure and common providers.
    package static func builtIn() throws(Diagnostic) -> Knowledge { try loaded.get() }

    private static let loaded = Result<Knowledge, Diagnostic> { () throws(Diagnostic) in
        try load()
    }

    private static func load() throws(Diagnostic) -> Knowledge {
        var rules: [ResourceRule] = []
        for (name, bytes) in tables {
            rules += try KnowledgeReader.read(String(decoding: bytes, as: UTF8.self), file: name)
        }
        return Knowledge(rules)
    }

    private static let tables: [(String, [UInt8])] = [
        ("google.yaml", PackageResources.google_yaml), ("aws.yaml", PackageResources.aws_yaml),
        ("azurerm.yaml", PackageResources.azurerm_yaml),
        ("common.yaml", PackageResources.common_yaml),
    ]

    /// The same with a team's own rules, which win over those that are there.
    ///
    /// - Throws: the first complaint; the others are its detail.
    package func adding(_ text: String, file: String) throws(Diagnostic) -> Knowledge {
        var result = self
        for rule in try KnowledgeReader.read(text, file: file).reversed() {
            result.rules[rule.type, default: []].insert(rule, at: 0)
        }
        return result
    }

    /// The rule for an object: the first that is for its type and its attributes.
    package func rule(for type: String, _ attributes: JSONValue...) -> ResourceRule? {
        rules[type]?.first { rule in attributes.contains { rule.applies(to: $0) } }
    }

    package var types: Set<String> { Set(rules.keys) }
}
