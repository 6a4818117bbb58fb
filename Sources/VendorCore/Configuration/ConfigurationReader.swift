package import Diagnostics
import Yams

/// Reads the files of one command: one configuration, and secrets and config maps beside it.
///
/// Reading goes on after a complaint, so that one run names everything that is wrong.
package struct ConfigurationReader {
    /// Whether an unknown key is refused. The reference passes over them; under its name they are
    /// warned about.
    package var refusesUnknownKeys: Bool
    /// The version this program takes itself for, against `minimumRequiredVersion`.
    package var version: String

    package init(refusesUnknownKeys: Bool = true, version: String = "0.40.1") {
        self.refusesUnknownKeys = refusesUnknownKeys
        self.version = version
    }

    package struct File: Sendable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// - Throws: the first error; further ones are in its detail.
    package func read(_ files: [File]) throws(Diagnostic) -> VendorResources {
        var found = Found()
        for file in files {
            for node in try documents(of: file) { try read(node, in: file, into: &found) }
        }
        let errors = found.diagnostics.filter { $0.severity == .error }
        if let first = errors.first { throw Self.together(first, errors.dropFirst()) }
        guard let configuration = found.configurations.first else {
            throw Diagnostic(
                .error, .configurationMissing,
                "expected to find at least one config, but found none")
        }
        guard found.configurations.count == 1 else {
            throw Diagnostic(
                .error, .configurationInvalid,
                "expected to find exactly one config, but found multiple")
        }
        return VendorResources(
            configuration: configuration, secrets: found.secrets, configMaps: found.configMaps,
            warnings: found.diagnostics)
    }

    struct Found {
        var configurations: [VendorConfiguration] = []
        var secrets: [String: VendorSecret] = [:]
        var configMaps: [String: [String: String]] = [:]
        var diagnostics: [Diagnostic] = []
    }

    private static func together(
        _ first: Diagnostic, _ rest: ArraySlice<Diagnostic>
    ) -> Diagnostic {
        guard !rest.isEmpty else { return first }
        var all = first
        let others = rest.map { other in
            [other.place.map { "\($0):" }, other.message, other.hint].compactMap { $0 }
                .joined(separator: " ")
        }
        all.detail = ([first.detail].compactMap { $0 } + ["Also:"] + others)
            .joined(separator: "\n")
        return all
    }

    private func documents(of file: File) throws(Diagnostic) -> [Node] {
        do {
            var documents = try Yams.compose_all(yaml: file.text)
            var nodes: [Node] = []
            while let node = documents.next() { nodes.append(node) }
            // A broken document ends the sequence, which says so only when it is asked.
            if let error = documents.error { throw error }
            return nodes.filter { !KeyReader.isNull($0) }
        } catch {
            throw Diagnostic(
                .error, .configurationNotYAML, "\(file.name) is not YAML", detail: "\(error)")
        }
    }

    private func read(
        _ node: Node, in file: File, into found: inout Found
    ) throws(Diagnostic) {
        var reader = KeyReader(
            file: file.name, path: "", node: node, isStrict: refusesUnknownKeys)
        let apiVersion = reader.string("apiVersion")
        let kind = reader.string("kind")
        switch (apiVersion, kind) {
        case ("v1", "Secret"): try readSecret(&reader, into: &found)
        case ("v1", "ConfigMap"):
            var metadata = reader.section("metadata")
            found.configMaps[metadata?.string("name") ?? ""] = reader.texts("data")
        case (VendorConfiguration.apiVersion, VendorConfiguration.kind):
            let configuration = readConfiguration(&reader)
            found.diagnostics += reader.finished()
            if found.diagnostics.allSatisfy({ $0.severity != .error }) {
                try ConfigurationRules(version: version).check(configuration)
            }
            found.configurations.append(configuration)
        default:
            throw Diagnostic(
                .error, .configurationInvalid,
                "unknown apiVersion '\(apiVersion)' or kind '\(kind)' for resource",
                hint: "A configuration begins with `apiVersion: \(VendorConfiguration.apiVersion)` "
                    + "and `kind: \(VendorConfiguration.kind)`.", at: reader.place(of: node))
        }
    }

    private func readSecret(
        _ reader: inout KeyReader, into found: inout Found
    ) throws(Diagnostic) {
        var metadata = reader.section("metadata")
        let name = metadata?.string("name") ?? ""
        var values: [String: [UInt8]] = [:]
        for (key, text) in reader.texts("data") {
            guard let bytes = Base64Text.decoded(text) else {
                throw Diagnostic(
                    .error, .secretInvalid,
                    "the field '\(key)' of secret '\(name)' is not base64",
                    hint: "Write plain text under `stringData`.", at: reader.place(of: reader.node))
            }
            values[key] = bytes
        }
        for (key, text) in reader.texts("stringData") { values[key] = Array(text.utf8) }
        let secret = VendorSecret(name: name, values: values)
        if let earlier = found.secrets[name], earlier != secret {
            throw Diagnostic(
                .error, .secretInvalid, "expected to find one secret '\(name)', but found multiple",
                at: reader.place(of: reader.node))
        }
        found.secrets[name] = secret
    }
}
