/// The table of one run: for a terminal, for a Markdown page, and what it says above it.
package struct FigureTable: Sendable {
    package let title: String
    package let figures: [Figure]

    package init(title: String, figures: [Figure]) {
        self.title = title
        self.figures = figures
    }

    private static let heads = ["measured", "against", "ours", "other", "ratio", "spread", "goal"]

    package var text: String {
        let rows = [Self.heads] + figures.map(cells)
        let widths = Self.heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                pad(cell.0, cell.1, left: column < 2)
            }.joined(separator: "  ").trimmed
        }
        return title + "\n\n"
            + zip(lines, [nil] + figures.map(\.note)).map { line, note in
                note.map { "\(line)  \($0)" } ?? line
            }.joined(separator: "\n")
    }

    package var markdown: String {
        let header =
            "| " + Self.heads.joined(separator: " | ") + " |\n|---|---|---:|---:|---:|---|---|"
        let lines = figures.map { figure in
            var cells = cells(figure)
            if let note = figure.note { cells[6] += cells[6].isEmpty ? note : "; \(note)" }
            return "| " + cells.joined(separator: " | ") + " |"
        }
        return title + "\n\n" + ([header] + lines).joined(separator: "\n") + "\n"
    }

    /// Each figure on a line of its own, for whoever watches while others are still measured.
    package var lines: [String] {
        figures.map { figure in
            (cells(figure) + [figure.note ?? ""]).filter { !$0.isEmpty }.joined(separator: ", ")
        }
    }

    private func cells(_ figure: Figure) -> [String] {
        [
            figure.name, figure.against, amount(figure.ours, figure.unit),
            amount(figure.other, figure.unit), figure.ratio.map { decimals($0, 2) } ?? "",
            spread(figure), goal(figure),
        ]
    }

    private func spread(_ figure: Figure) -> String {
        guard let low = figure.lowest, let high = figure.highest, figure.pairs > 1 else {
            return ""
        }
        return "\(decimals(low, 2))–\(decimals(high, 2)) of \(figure.pairs)"
    }

    private func goal(_ figure: Figure) -> String {
        guard let goal = figure.goal else { return "" }
        let met = figure.meetsGoal.map { $0 ? "met" : "MISSED" } ?? ""
        return "\(figure.moreIsBetter ? "≥" : "≤") \(decimals(goal, 2)) \(met)".trimmed
    }

    private func amount(_ value: Double?, _ unit: String) -> String {
        guard let value else { return "" }
        let places = abs(value) >= 1000 ? 0 : abs(value) >= 10 ? 1 : 2
        return "\(decimals(value, places)) \(unit)"
    }

    private func pad(_ text: String, _ width: Int, left: Bool) -> String {
        let gap = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + gap : gap + text
    }
}

/// With so many digits behind the point.
package func decimals(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard places > 0, abs(scaled) < 1e15 else { return "\(Int(value.rounded()))" }
    let whole = Int(abs(scaled)) / Int(scale)
    let rest = "\(Int(abs(scaled)) % Int(scale))"
    let sign = scaled < 0 ? "-" : ""
    return "\(sign)\(whole)." + String(repeating: "0", count: places - rest.count) + rest
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
