import Foundation

/// What a folder describes: servers, databases, roles and replicas as the state has them.
///
/// Only attributes that a rule names are in here, each of them redacted; everything else of a state
/// stays unread.
package struct Inventory: Hashable, Sendable, Encodable {
    package struct Item: Hashable, Sendable, Encodable {
        package let address: String
        package let type: String
        package let kind: String
        /// The provider, or the module, that looks after it.
        package let managedBy: String
        /// What the rule shows, by its words: name, version, tier, server, owner, …
        package let attributes: [String: String]
        package let flags: [String: String]
        /// Attribute by attribute, whether backups are on.
        package let backups: [String: Bool]
        package let deletionProtection: [String: Bool]
        package let endpoints: [String]
        package let isTainted: Bool
        package let deposed: String?
    }

    package struct Output: Hashable, Sendable, Encodable {
        package let name: String
        package let isSensitive: Bool
        /// nil for what must not be shown.
        package let value: String?
    }

    package let items: [Item]
    package let outputs: [Output]
    package let otherResources: Int
    package let serial: Int64?
    package let lineage: String?
    package let programVersion: String?
    package var notes: [String] = []

    /// - Parameter redaction: every secret that is known of state, plan, schemas and environment.
    package init(_ state: StateFile?, knowledge: Knowledge, redaction: Redaction) {
        let managed = (state?.instances ?? []).filter { !$0.isData }
        items = managed.compactMap { instance in
            knowledge.rule(for: instance.type, instance.attributes)
                .map { Item(instance, $0, redaction) }
        }.sorted { ($0.rank, $0.address) < ($1.rank, $1.address) }
        otherResources = managed.count - items.count
        outputs = (state?.outputs ?? [:]).map { Output($0.key, $0.value, redaction) }
            .sorted { $0.name < $1.name }
        serial = state?.serial
        lineage = state?.lineage
        programVersion = state?.programVersion
    }

    /// One object with keys in snake case.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension Inventory.Output {
    fileprivate init(_ name: String, _ output: StateFile.Output, _ redaction: Redaction) {
        self.name = redaction.apply(to: name)
        isSensitive = output.isSensitive || Redaction.isSecretName(name)
        value = isSensitive ? nil : output.value.scalarText.map { redaction.apply(to: $0) }
    }
}

extension Inventory.Item {
    fileprivate init(
        _ instance: StateFile.Instance, _ rule: ResourceRule, _ redaction: Redaction
    ) {
        let object = instance.attributes
        func text(_ path: AttributePath) -> String? {
            let values = path.values(in: object).compactMap(\.scalarText).filter { !$0.isEmpty }
            return values.isEmpty ? nil : redaction.apply(to: values.joined(separator: ", "))
        }
        func states(_ switches: [ResourceRule.Switch]) -> [String: Bool] {
            Dictionary(
                switches.map { ($0.attribute.description, $0.isOn(in: object) ?? false) },
                uniquingKeysWith: { $1 })
        }
        address = redaction.apply(to: instance.address)
        type = instance.type
        kind = rule.kind.rawValue
        managedBy = Self.manager(instance)
        attributes = rule.shown.compactMapValues(text)
        flags = (rule.flags?.settings(in: object) ?? [:]).compactMapValues {
            $0.scalarText.map { redaction.apply(to: $0) }
        }
        backups = states(rule.backups)
        deletionProtection = states(rule.protection)
        endpoints = rule.endpoints.flatMap { $0.values(in: object) }.compactMap(\.scalarText)
            .filter { !$0.isEmpty }.map { redaction.apply(to: $0) }
        isTainted = instance.isTainted
        deposed = instance.deposed
    }

    /// `module.pg` of `module.pg.google_sql_database.db["a"]`, or the root module.
    private static func manager(_ instance: StateFile.Instance) -> String {
        guard let address = ResourceAddress(instance.address), !address.modules.isEmpty else {
            return "the root module"
        }
        return address.modules.map { "module.\($0.name)" }.joined(separator: ".")
    }

    fileprivate var rank: Int {
        ResourceRule.Kind(rawValue: kind).flatMap { ResourceRule.Kind.allCases.firstIndex(of: $0) }
            ?? .max
    }
}
