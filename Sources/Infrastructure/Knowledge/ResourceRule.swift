/// What is known about one type of resource: whether it holds data, and which of its attributes
/// must not change by accident.
package struct ResourceRule: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case databaseServer = "database server"
        case replica
        case database
        case role
        case table
        case cache
        case disk
        case fileSystem = "file system"
        case bucket
        case key
        case secret
        case network
        case zone
        case cluster
        case backup
        /// Keeps something else from being deleted.
        case lock
        /// Settings of a database server that are a resource of their own.
        case settings
    }

    package var type: String
    package var kind: Kind
    /// Whether destroying or replacing it loses something.
    package var isStateful = true
    /// The rule is for objects whose attributes are one of these texts; `*` is any text.
    package var conditions: [AttributePath: [String]] = [:]
    /// A change of one of these restarts it.
    package var restarting: [AttributePath] = []
    package var flags: Flags?
    /// Making or removing it restarts the server that it belongs to.
    package var restartsServerWhenMade = false
    package var backups: [Switch] = []
    package var protection: [Switch] = []
    /// What `inspect` shows, by the word it shows it under.
    package var shown: [String: AttributePath] = [:]
    /// Where hosts stand under which the server is reached.
    package var endpoints: [AttributePath] = []

    package init(type: String, kind: Kind) {
        self.type = type
        self.kind = kind
    }

    /// Settings in a list of names and values, some of which need a restart.
    package struct Flags: Hashable, Sendable {
        package var list: AttributePath
        package var name: String
        package var value: String
        /// The names of those that restart the server; nil for all of them.
        package var restarting: Set<String>?
    }

    /// An attribute that switches backups or protection on and off.
    package struct Switch: Hashable, Sendable {
        package var attribute: AttributePath
        /// The texts that mean off beside what always does; for `force_destroy` that is `true`.
        package var off: Set<String>?

        package init(attribute: AttributePath, off: Set<String>?) {
            self.attribute = attribute
            self.off = off
        }

        /// Whether the attribute of this object is on; nil when it is not set.
        package func isOn(in object: JSONValue) -> Bool? {
            let values = attribute.values(in: object)
            guard !values.isEmpty else { return nil }
            return values.allSatisfy { value in
                let text = value.scalarText ?? (value.array?.isEmpty == false ? "set" : "")
                return off.map { !$0.contains(text) } ?? !Self.meansOff.contains(text.lowercased())
            }
        }

        private static let meansOff: Set<String> = [
            "", "false", "0", "0.0", "none", "never", "off", "disabled", "no", "suspended",
        ]
    }
}

extension ResourceRule {
    /// Whether the rule is meant for an object with these attributes.
    func applies(to object: JSONValue) -> Bool {
        conditions.allSatisfy { path, wanted in
            path.values(in: object).contains { value in
                guard let text = value.scalarText, !text.isEmpty else { return false }
                return wanted.contains("*") || wanted.contains(text)
            }
        }
    }
}

extension ResourceRule.Flags {
    /// The settings of an object by name; nil where the list is not a list of names and values.
    func settings(in object: JSONValue) -> [String: JSONValue] {
        let entries = list.values(in: object).flatMap { value -> [JSONValue] in
            // A plain map of names to values is understood too.
            if let map = value.object, map[name] == nil {
                return map.map { .object([name: .string($0.key), self.value: $0.value]) }
            }
            return value.array ?? [value]
        }
        var settings: [String: JSONValue] = [:]
        for entry in entries {
            if let key = entry[name]?.string { settings[key] = entry[value] ?? .null }
        }
        return settings
    }

    func restarts(_ flag: String) -> Bool { restarting?.contains(flag) ?? true }
}
