/// Which of a change's attributes and flags restart the object.
struct RestartCauses {
    private let change: Change
    private let rule: ResourceRule

    init(_ change: Change, rule: ResourceRule) {
        self.change = change
        self.rule = rule
    }

    var all: [String] {
        guard change.action == .update else { return [] }
        return attributes + flags
    }

    private var attributes: [String] {
        rule.restarting.compactMap { path in
            if path.isMarked(in: change.afterUnknown) {
                return "\(path) is known only after apply, and a change of it restarts"
            }
            let difference = AttributeChange(path, in: change)
            return difference.isNone ? nil : difference.description
        }
    }

    private var flags: [String] {
        guard let flags = rule.flags else { return [] }
        if flags.list.isMarked(in: change.afterUnknown) {
            return ["\(flags.list) is known only after apply, and some flags restart"]
        }
        let before = flags.settings(in: change.before)
        let after = flags.settings(in: change.after)
        let isHidden = AttributeChange(flags.list, in: change).isSensitive
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            guard flags.restarts(name), before[name] != after[name] else { return nil }
            return isHidden
                ? "flag \(name)"
                : "flag \(name): \(text(before[name])) → \(text(after[name]))"
        }
    }

    private func text(_ value: JSONValue?) -> String { value?.scalarText ?? "not set" }
}

/// How one attribute differs before and after, as a person reads it.
struct AttributeChange: CustomStringConvertible {
    let path: AttributePath
    let before: [JSONValue]
    let after: [JSONValue]
    let isSensitive: Bool

    init(_ path: AttributePath, in change: Change) {
        self.path = path
        before = path.values(in: change.before)
        after = path.values(in: change.after)
        isSensitive =
            path.isMarked(in: change.beforeSensitive) || path.isMarked(in: change.afterSensitive)
    }

    /// Not set and empty are the same to a provider.
    var isNone: Bool { before.filter(Self.isSet) == after.filter(Self.isSet) }

    var description: String {
        isSensitive ? "\(path) (sensitive)" : "\(path): \(text(before)) → \(text(after))"
    }

    private func text(_ values: [JSONValue]) -> String {
        if values.isEmpty { return "not set" }
        return values.map { $0.scalarText ?? "…" }.joined(separator: ", ")
    }

    private static func isSet(_ value: JSONValue) -> Bool {
        switch value {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        case .bool, .integer, .number: true
        }
    }
}
