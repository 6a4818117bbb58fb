import Foundation

/// Where secrets are found: marks of plan and state, marks of the configuration, the provider's
/// schema, and names that say so.
extension Redaction {
    /// Everything that a plan marks, in itself and through its configuration.
    package mutating func collect(from plan: Plan) {
        for change in plan.resourceChanges + plan.drift + plan.deferred {
            collect(change.change)
            addNamed(in: change.change.before)
            addNamed(in: change.change.after)
        }
        for change in plan.outputChanges.values { collect(change) }
        collect(variablesOf: plan)
        collectValues(plan.plannedValues)
        if let values = plan.priorState["values"] { collectValues(values) }
    }

    private mutating func collect(_ change: Change) {
        add(change.before, marked: change.beforeSensitive)
        add(change.after, marked: change.afterSensitive)
    }

    /// `variables` has no mark: the configuration says which are sensitive. Default values of
    /// modules' variables count too.
    private mutating func collect(variablesOf plan: Plan) {
        guard let root = plan.configuration["root_module"] else { return }
        for (name, variable) in root["variables"]?.object ?? [:]
        where variable["sensitive"] == .bool(true) || Self.isSecretName(name) {
            plan.variables[name].map { add(allOf: $0) }
        }
        collect(module: root)
    }

    private mutating func collect(module: JSONValue) {
        for (name, variable) in module["variables"]?.object ?? [:]
        where variable["sensitive"] == .bool(true) || Self.isSecretName(name) {
            variable["default"].map { add(allOf: $0) }
        }
        for call in (module["module_calls"]?.object ?? [:]).values {
            guard let inner = call["module"] else { continue }
            for (name, variable) in inner["variables"]?.object ?? [:]
            where variable["sensitive"] == .bool(true) {
                call["expressions"]?[name]?["constant_value"].map { add(allOf: $0) }
            }
            collect(module: inner)
        }
    }

    /// `values` of `show -json`: outputs and the resources of all modules.
    package mutating func collectValues(_ values: JSONValue) {
        for output in (values["outputs"]?.object ?? [:]).values
        where output["sensitive"] == .bool(true) {
            output["value"].map { add(allOf: $0) }
        }
        values["root_module"].map { collectResources($0) }
    }

    private mutating func collectResources(_ module: JSONValue) {
        for resource in module["resources"]?.array ?? [] {
            let values = resource["values"] ?? .null
            add(values, marked: resource["sensitive_values"] ?? .null)
            addNamed(in: values)
        }
        for child in module["child_modules"]?.array ?? [] { collectResources(child) }
    }

    /// Marks of `state pull`, and the attributes that the providers' schemas call sensitive.
    package mutating func collect(from state: StateFile, schemas: ProviderSchemas? = nil) {
        for output in state.outputs.values where output.isSensitive { add(allOf: output.value) }
        for instance in state.instances {
            let paths =
                instance.sensitivePaths
                + (schemas?.sensitivePaths(of: instance.type, isData: instance.isData) ?? [])
            for path in paths {
                for value in path.values(in: instance.attributes) { add(allOf: value) }
            }
            addNamed(in: instance.attributes)
        }
    }

    /// What the environment hands to the program: credentials, and variables' values.
    package mutating func collect(environment: [String: String]) {
        for (name, value) in environment
        where value.utf8.count >= 6 && (name.hasPrefix("TF_VAR_") || Self.isSecretName(name)) {
            add(value)
            if let json = try? JSONValue(parsing: Data(value.utf8)) { add(allOf: json) }
        }
    }

    /// Attributes whose name says that they are secret; a mark is sometimes forgotten.
    private mutating func addNamed(in value: JSONValue) {
        for (name, member) in value.object ?? [:] {
            if Self.isSecretName(name), member.scalarText != nil { add(allOf: member) }
            addNamed(in: member)
        }
        for element in value.array ?? [] { addNamed(in: element) }
    }

    static func isSecretName(_ name: String) -> Bool {
        let lowered = name.lowercased()
        let isSecret = ["password", "passwd", "secret", "private_key", "token", "credential"]
            .contains { lowered.contains($0) }
        // Names of secrets are no secrets, and neither is how long one lasts.
        let isAbout = ["_id", "_name", "_arn", "_version", "_enabled", "_policy", "_file", "_path"]
            .contains { lowered.hasSuffix($0) }
        return isSecret && !isAbout
    }
}
