/// A server's settings as our own sessions start with them, in the units of `pg_settings`.
package struct ServerSettings: Hashable, Sendable {
    private var values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    package subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// Nil when this version has no such setting or does not show it to us.
    func int(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    /// Who runs the server, told by the settings that only they have.
    var provider: Provider {
        if values.keys.contains(where: { $0.hasPrefix("rds.") }) { return .rds }
        if values.keys.contains(where: { $0.hasPrefix("cloudsql.") }) { return .cloudSQL }
        if values.keys.contains(where: { $0.hasPrefix("azure.") }) { return .azure }
        return .own
    }
}
