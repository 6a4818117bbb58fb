package import Diagnostics
package import Foundation

extension Plan {
    /// Reads a plan: strictly what decides, leniently what else is there.
    ///
    /// - Throws: a diagnostic, which never holds a value of the plan.
    package static func read(_ bytes: Data) throws(Diagnostic) -> Plan {
        try read(try document(bytes))
    }

    package static func read(_ value: JSONValue) throws(Diagnostic) -> Plan {
        let root = JSONReader(value, code: .planMalformed)
        var plan = Plan(format: try format(root))
        // The state has the same format number and none of these.
        guard value["planned_values"] != nil || value["resource_changes"] != nil else {
            throw Diagnostic(
                .error, .planNotAPlan, "this is JSON of a state, not of a plan",
                hint: "terraform plan -out=plan.bin && terraform show -json plan.bin")
        }
        plan.programVersion = try root.optionalString("terraform_version")
        plan.resourceChanges = try changes(root, "resource_changes")
        plan.drift = try changes(root, "resource_drift")
        for deferred in try root.elements("deferred_changes") {
            plan.deferred.append(try resourceChange(try deferred.required("resource_change")))
        }
        plan.isErrored = try root.flag("errored", default: false)
        plan.isComplete = try root.flag("complete", default: true)
        try plan.readValues(root)
        return plan
    }

    private mutating func readValues(_ root: JSONReader) throws(Diagnostic) {
        for (name, variable) in root.value["variables"]?.object ?? [:] {
            variables[name] = variable["value"] ?? .null
        }
        if let outputs = root.member("output_changes") {
            for name in (outputs.value.object ?? [:]).keys {
                outputChanges[name] = try Self.change(try outputs.required(name))
            }
        }
        configuration = root.value["configuration"] ?? .null
        plannedValues = root.value["planned_values"] ?? .null
        priorState = root.value["prior_state"] ?? .null
    }

    // MARK: The document

    private static func document(_ bytes: Data) throws(Diagnostic) -> JSONValue {
        if bytes.starts(with: Data("PK\u{3}\u{4}".utf8)) {
            throw Diagnostic(
                .error, .planNotJSON, "this is a saved plan, not its JSON",
                hint: "terraform show -json PLANFILE prints it; pipe that in, with - as the file.")
        }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            // A log of several objects, one a line, is what `plan -json` prints.
            let isLog = bytes.starts(with: Data("{\"@".utf8))
            throw Diagnostic(
                .error, .planNotJSON,
                isLog
                    ? "this is the log of `plan -json`, not a plan"
                    : bytes.isEmpty ? "the plan is empty" : "the plan is not JSON",
                detail: isLog ? nil : reason(error),
                hint: "terraform plan -out=plan.bin && terraform show -json plan.bin")
        }
    }

    /// Where the JSON broke, without any of it.
    private static func reason(_ error: any Error) -> String? {
        guard case DecodingError.dataCorrupted(let context) = error,
            let text = (context.underlyingError as? NSError)?.userInfo["NSDebugDescription"]
                as? String, let place = text.range(of: "line [0-9]+", options: .regularExpression)
        else { return nil }
        return "It breaks off or goes wrong at \(text[place])."
    }

    private static func format(_ root: JSONReader) throws(Diagnostic) -> FormatVersion {
        guard root.value.object != nil else {
            throw Diagnostic(.error, .planNotAPlan, "the JSON is not an object, so it is no plan")
        }
        guard root.member("format_version") != nil else {
            throw Diagnostic(
                .error, .planNotAPlan, "there is no `format_version`, so this is no plan",
                hint: "terraform plan -out=plan.bin && terraform show -json plan.bin")
        }
        let text = try root.string("format_version")
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1], major == 1 else {
            throw Diagnostic(
                .error, .planUnknownFormat, "the plan's format is not known: \(text.prefix(20))",
                detail: "Formats 1.0 to 1.2 are known.",
                hint: "Make the plan with Terraform 1.1 or newer, or with OpenTofu.")
        }
        return FormatVersion(major: major, minor: minor)
    }

    // MARK: Changes

    private static func changes(
        _ root: JSONReader, _ key: String
    ) throws(Diagnostic) -> [ResourceChange] {
        var changes: [ResourceChange] = []
        for element in try root.elements(key) { changes.append(try resourceChange(element)) }
        return changes
    }

    private static func resourceChange(_ reader: JSONReader) throws(Diagnostic) -> ResourceChange {
        let mode = try reader.required("mode")
        guard let known = ResourceChange.Mode(rawValue: try mode.string()) else {
            throw mode.wrong("`managed` or `data`")
        }
        return ResourceChange(
            address: try reader.string("address"),
            previousAddress: try reader.optionalString("previous_address"),
            module: try reader.optionalString("module_address"), mode: known,
            type: try reader.string("type"), name: try reader.string("name"),
            provider: try reader.optionalString("provider_name") ?? "",
            deposed: try reader.optionalString("deposed"),
            change: try change(try reader.required("change")),
            reason: try reader.optionalString("action_reason"))
    }

    private static func change(_ reader: JSONReader) throws(Diagnostic) -> Change {
        let actions = try reader.required("actions")
        var words: [String] = []
        for action in try actions.elements() { words.append(try action.string()) }
        guard let action = PlannedAction(words) else {
            throw Diagnostic(
                .error, .planMalformed,
                "`\(actions.path)` is not known: \(words.joined(separator: ", ").prefix(60))",
                detail: "What a plan does that is not understood cannot be judged.")
        }
        return Change(
            action: action, before: reader.value["before"] ?? .null,
            after: reader.value["after"] ?? .null,
            afterUnknown: reader.value["after_unknown"] ?? .bool(false),
            beforeSensitive: reader.value["before_sensitive"] ?? .bool(false),
            afterSensitive: reader.value["after_sensitive"] ?? .bool(false),
            replacePaths: try replacePaths(reader),
            importedID: reader.value["importing"].map { $0["id"]?.string ?? "" })
    }

    /// `[["settings", 0, "tier"]]` is `settings.tier`.
    private static func replacePaths(_ reader: JSONReader) throws(Diagnostic) -> [AttributePath] {
        var paths: [AttributePath] = []
        for path in try reader.elements("replace_paths") {
            paths.append(AttributePath(names: try path.elements().compactMap(\.value.string)))
        }
        return paths
    }
}
