/// The inventory as it stands on a terminal.
extension Inventory {
    package var text: String {
        var lines: [String] = []
        if let serial, let lineage {
            lines.append("state \(lineage), serial \(serial)\(writer)")
        } else {
            lines.append("there is no state yet")
        }
        for kind in ResourceRule.Kind.allCases {
            let found = items.filter { $0.kind == kind.rawValue }
            if !found.isEmpty { lines += ["", heading(kind)] + found.flatMap(\.lines) }
        }
        if !outputs.isEmpty {
            lines += ["", "outputs"]
            lines += Columns(outputs.map { ["  \($0.name)", $0.shown] }).lines
        }
        if otherResources > 0 { lines += ["", "and \(otherResources) other resources"] }
        lines += notes.map { "note: \($0)" }
        return lines.joined(separator: "\n")
    }

    private var writer: String { programVersion.map { ", written by version \($0)" } ?? "" }

    private func heading(_ kind: ResourceRule.Kind) -> String {
        switch kind {
        case .settings: "settings"
        case .secret, .key, .disk, .bucket, .network, .database, .role, .table, .cache, .zone,
            .cluster, .backup, .lock, .replica, .databaseServer, .fileSystem:
            "\(kind.rawValue)s"
        }
    }
}

extension Inventory.Output {
    fileprivate var shown: String {
        isSensitive ? Redaction.mark : value ?? "(a list or an object)"
    }
}

extension Inventory.Item {
    fileprivate var lines: [String] {
        var lines = ["  \(address)\(deposed.map { " (deposed object \($0))" } ?? "")"]
        let shown = attributes.sorted { Self.order($0.key) < Self.order($1.key) }
            .map { "\($0.key) \($0.value)" }
        if !shown.isEmpty { lines.append("    " + shown.joined(separator: ", ")) }
        lines.append("    managed by \(managedBy)\(isTainted ? ", marked as tainted" : "")")
        if !endpoints.isEmpty {
            lines.append("    reached at \(endpoints.joined(separator: ", "))")
        }
        lines += switches("backups", backups) + switches("deletion protection", deletionProtection)
        if !flags.isEmpty {
            let list = flags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.append("    flags " + list.joined(separator: ", "))
        }
        return lines
    }

    /// The name first.
    private static func order(_ word: String) -> String { word == "name" ? "" : word }

    private func switches(_ title: String, _ states: [String: Bool]) -> [String] {
        guard !states.isEmpty else { return [] }
        let words = states.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value ? "on" : "OFF")" }
        return ["    \(title): \(words.joined(separator: ", "))"]
    }
}
