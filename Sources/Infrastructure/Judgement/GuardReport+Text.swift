import Foundation

/// The report as it stands on a terminal.
extension GuardReport {
    package var text: String {
        var lines = table
        if lines.isEmpty { lines = ["nothing changes"] }
        for note in notes { lines.append("note: \(note)") }
        for finding in findings {
            lines += ["", "\(finding.address) \(finding.harm.words)", "  cause: \(finding.cause)"]
            if let hint = finding.hint {
                lines.append("  hint: " + hint.replacingOccurrences(of: "\n", with: "\n    "))
            }
        }
        if !findings.isEmpty { lines.append("") }
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        guard refused else {
            return "passed: nothing that holds data is destroyed, replaced or restarted"
        }
        let count = Set(findings.map(\.address)).count
        return "refused: \(count) \(count == 1 ? "resource" : "resources") in danger"
    }

    /// What holds data in every case, and of the rest what changes.
    private var table: [String] {
        let rows = resources.filter { $0.change != .reads && ($0.change != .keeps || $0.holdsData) }
            .sorted { ($0.change.rank, $0.address) < ($1.change.rank, $1.address) }
            .map { row in
                [
                    row.deposed.map { "\(row.address) (deposed object \($0))" } ?? row.address,
                    row.kind ?? "", row.change.rawValue + (row.deferred ? " later" : ""),
                    row.reasons.joined(separator: "; "),
                ]
            }
        return Columns(rows).lines
    }
}

extension Verdict {
    /// The worst first.
    var rank: Int {
        switch self {
        case .destroys: 0
        case .replaces: 1
        case .restarts: 2
        case .releases: 3
        case .updatesInPlace: 4
        case .creates: 5
        case .keeps: 6
        case .reads: 7
        }
    }
}

/// Rows laid out under each other, with the last column as wide as it likes.
struct Columns {
    let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows }

    var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (text, width) in zip(row, widths) {
                line += text + String(repeating: " ", count: width - text.count + 2)
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
