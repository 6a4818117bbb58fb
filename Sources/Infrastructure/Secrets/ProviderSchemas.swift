package import Diagnostics
package import Foundation

/// Of `providers schema -json`, what is asked here: which attributes a provider calls sensitive.
package struct ProviderSchemas: Hashable, Sendable {
    private var resources: [String: [AttributePath]] = [:]
    private var data: [String: [AttributePath]] = [:]

    package static func read(_ bytes: Data) throws(Diagnostic) -> ProviderSchemas {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Diagnostic(.error, "schema.malformed", "the providers' schema is not JSON")
        }
        var schemas = ProviderSchemas()
        for provider in (value["provider_schemas"]?.object ?? [:]).values {
            for (type, schema) in provider["resource_schemas"]?.object ?? [:] {
                schemas.resources[type] = sensitive(schema["block"] ?? .null, [])
            }
            for (type, schema) in provider["data_source_schemas"]?.object ?? [:] {
                schemas.data[type] = sensitive(schema["block"] ?? .null, [])
            }
        }
        return schemas
    }

    package var types: Set<String> { Set(resources.keys) }

    package func sensitivePaths(of type: String, isData: Bool = false) -> [AttributePath] {
        (isData ? data : resources)[type] ?? []
    }

    /// Attributes of a block, of nested blocks and of nested attributes.
    private static func sensitive(_ block: JSONValue, _ path: [String]) -> [AttributePath] {
        var found: [AttributePath] = []
        for (name, attribute) in block["attributes"]?.object ?? [:] {
            let here = path + [name]
            if attribute["sensitive"] == .bool(true) { found.append(AttributePath(names: here)) }
            attribute["nested_type"].map { found += sensitive($0, here) }
        }
        for (name, nested) in block["block_types"]?.object ?? [:] {
            nested["block"].map { found += sensitive($0, path + [name]) }
        }
        return found.sorted { $0.description < $1.description }
    }
}
