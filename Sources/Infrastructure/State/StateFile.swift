package import Diagnostics
package import Foundation

/// A state as `state pull` prints it: format version 4, which both programs share.
///
/// ``bytes`` is what a backup keeps; nothing here writes a state.
package struct StateFile: Hashable, Sendable {
    package struct Output: Hashable, Sendable {
        package var value: JSONValue
        package var isSensitive: Bool
    }

    package struct Instance: Hashable, Sendable {
        package var address: String
        package var type: String
        package var isData: Bool
        package var provider: String
        package var deposed: String?
        package var isTainted: Bool
        package var attributes: JSONValue
        /// Paths that the configuration marked; a provider's schema marks others.
        package var sensitivePaths: [AttributePath]
    }

    package var serial: Int64
    package var lineage: String
    package var programVersion: String?
    package var outputs: [String: Output] = [:]
    package var instances: [Instance] = []
    package var bytes: Data

    /// - Throws: a diagnostic, which never holds a value of the state.
    package static func read(_ bytes: Data) throws(Diagnostic) -> StateFile {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Diagnostic(.error, .stateMalformed, "the state is not JSON")
        }
        let root = JSONReader(value, code: .stateMalformed)
        guard try root.required("version").value == .integer(4) else {
            throw Diagnostic(
                .error, .stateMalformed, "the state is not of version 4",
                hint: "Terraform 0.12 or newer and OpenTofu write version 4.")
        }
        guard case .integer(let serial) = try root.required("serial").value else {
            throw try root.required("serial").wrong("a whole number")
        }
        var state = StateFile(
            serial: serial, lineage: try root.string("lineage"),
            programVersion: try root.optionalString("terraform_version"), bytes: bytes)
        for (name, output) in root.value["outputs"]?.object ?? [:] {
            state.outputs[name] = Output(
                value: output["value"] ?? .null, isSensitive: output["sensitive"]?.bool ?? false)
        }
        for resource in try root.elements("resources") {
            state.instances += try instances(of: resource)
        }
        return state
    }

    package func instance(at address: String) -> Instance? {
        instances.first { $0.address == address && $0.deposed == nil }
    }

    private static func instances(of reader: JSONReader) throws(Diagnostic) -> [Instance] {
        let type = try reader.string("type")
        let isData = try reader.string("mode") == "data"
        let module = try reader.optionalString("module").map { $0 + "." } ?? ""
        let resource = "\(module)\(isData ? "data." : "")\(type).\(try reader.string("name"))"
        let provider = try reader.optionalString("provider") ?? ""
        var found: [Instance] = []
        for instance in try reader.elements("instances") {
            found.append(
                Instance(
                    address: resource + key(instance.value["index_key"]), type: type,
                    isData: isData, provider: provider,
                    deposed: try instance.optionalString("deposed"),
                    isTainted: try instance.optionalString("status") == "tainted",
                    attributes: unwrapped(instance.value["attributes"] ?? .null),
                    sensitivePaths: sensitivePaths(instance.value["sensitive_attributes"])))
        }
        return found
    }

    private static func key(_ value: JSONValue?) -> String {
        switch value {
        case .integer(let number): "[\(number)]"
        case .string(let text):
            String("\(ResourceAddress.Step(name: "", key: .name(text)))")
        default: ""
        }
    }

    /// Attributes of any type carry their type beside the value: `{"value": …, "type": …}`.
    private static func unwrapped(_ attributes: JSONValue) -> JSONValue {
        guard let members = attributes.object else { return attributes }
        return .object(
            members.mapValues { value in
                guard let object = value.object, Set(object.keys) == ["value", "type"] else {
                    return value
                }
                return object["value"] ?? .null
            })
    }

    private static func sensitivePaths(_ value: JSONValue?) -> [AttributePath] {
        (value?.array ?? []).map { path in
            AttributePath(
                names: (path.array ?? []).compactMap { step in
                    step["type"]?.string == "get_attr"
                        ? step["value"]?.string : step["value"]?["value"]?.string
                })
        }
    }
}
