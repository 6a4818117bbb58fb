package import Diagnostics

/// Everything that was read from the files of one command.
package struct VendorResources: Sendable {
    package var configuration: VendorConfiguration
    package var secrets: [String: VendorSecret]
    package var configMaps: [String: [String: String]]
    /// What was read, and should be said all the same.
    package var warnings: [Diagnostic]

    package init(
        configuration: VendorConfiguration, secrets: [String: VendorSecret] = [:],
        configMaps: [String: [String: String]] = [:], warnings: [Diagnostic] = []
    ) {
        self.configuration = configuration
        self.secrets = secrets
        self.configMaps = configMaps
        self.warnings = warnings
    }

    package func secret(_ name: String) throws(Diagnostic) -> VendorSecret {
        if let secret = secrets[name] { return secret }
        throw missing("secret", name, secrets.keys.sorted())
    }

    package func configMap(_ name: String) throws(Diagnostic) -> [String: String] {
        if let map = configMaps[name] { return map }
        throw missing("config map", name, configMaps.keys.sorted())
    }

    private func missing(_ kind: String, _ name: String, _ known: [String]) -> Diagnostic {
        Diagnostic(
            .error, .secretInvalid, "expected to find one \(kind) '\(name)', but found none",
            hint: nearestName(to: name, among: known).map { "Did you mean `\($0)`?" }
                ?? "Hand over the file that holds it with another --file.")
    }
}

/// The values of a secret. It is never printed: neither its description nor a dump shows a value.
package struct VendorSecret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let name: String
    private let values: [String: [UInt8]]

    package init(name: String, values: [String: [UInt8]]) {
        self.name = name
        self.values = values
    }

    package var keys: [String] { values.keys.sorted() }
    package func bytes(_ key: String) -> [UInt8]? { values[key] }
    package func text(_ key: String) -> String? {
        values[key].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Refuses a key that whoever reads this secret does not know.
    package func check(onlyHas known: Set<String>) throws(Diagnostic) {
        if let key = keys.first(where: { !known.contains($0) }) {
            throw Diagnostic(
                .error, .secretInvalid, "unknown secret field '\(key)' in secret '\(name)'",
                hint: "Fields known here: \(known.sorted().joined(separator: ", ")).")
        }
    }

    package var description: String { "secret \(name) (\(keys.joined(separator: ", ")))" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
