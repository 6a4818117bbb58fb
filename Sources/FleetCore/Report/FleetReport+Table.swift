extension FleetReport {
    /// The report as a table for a terminal.
    package var table: String {
        // A sync's own report knows no other one.
        let hasLast = repositories.contains { $0.last != nil }
        let head =
            [
                "repository", "wave", "version", "behind", "request", "checks", "drift", "result",
            ] + (hasLast ? ["last sync"] : [])
        let rows = repositories.map { row in
            Self.cells(row) + (hasLast ? [row.last?.words ?? "-"] : [])
        }
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        let lines = ([head] + rows).map { row in
            zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }.joined(separator: "  ").trimmingSpaces
        }
        let waves = waves.map { wave in
            "wave \(wave.name): \(wave.standing)"
                + (wave.target.map { " at \($0.prefix(10))" } ?? "")
        }
        return
            (["fleet \(fleet), centre at \(centre.prefix(10)): \(summary)"] + waves + [""]
            + lines + (details.isEmpty ? [] : [""] + details)).joined(separator: "\n")
    }

    /// What there is to say about repositories. Where a forge is down a thousand have the same.
    private var details: [String] {
        var names: [String: [String]] = [:]
        var order: [String] = []
        for row in repositories {
            guard let detail = row.detail else { continue }
            if names[detail] == nil { order.append(detail) }
            names[detail, default: []].append(row.repository)
        }
        return order.map { detail in
            let all = names[detail] ?? []
            let more = all.count > 3 ? " and \(all.count - 3) more" : ""
            return "\(all.prefix(3).joined(separator: ", "))\(more): \(detail)"
        }
    }

    private static func cells(_ row: Row) -> [String] {
        [
            row.repository, row.wave, row.version.map { String($0.prefix(10)) } ?? "-",
            row.distance, row.request.map { "#\($0.number)" } ?? "-",
            row.request?.checks.rawValue ?? "-", row.drift.isEmpty ? "-" : "\(row.drift.count)",
            row.result.rawValue,
        ]
    }
}

extension FleetReport.Row {
    /// `3 (1 touching)`: commits behind, and how many of them concern this repository.
    package var distance: String {
        guard let behind else { return "-" }
        return behind == 0 ? "0" : "\(behind) (\(behindTouching ?? 0) touching)"
    }

    /// The same for whoever reads it for the first time.
    var distanceInWords: String {
        guard let behind else { return "–" }
        guard behind > 0 else { return "up to date" }
        let touching = behindTouching ?? 0
        return "\(behind) \(behind == 1 ? "commit" : "commits"), "
            + (touching == 0 ? "none" : "\(touching)") + " of them for it"
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
