/// The report as a person reads it on a terminal: one line a check, and under it only what needs
/// somebody.
extension PreflightReport {
    private static let width = 100
    /// Names and statements shown before the rest is only counted; JSON has them all.
    private static let shown = 4

    package var text: String {
        let column = (outcomes.map(\.check.count).max() ?? 0) + 2
        return
            (["preflight of migration \(migration)", ""]
            + outcomes.flatMap { lines(of: $0, column: column) } + ["", verdict])
            .joined(separator: "\n")
    }

    private var verdict: String {
        let worth = [
            counted(count(.blocker), "blocker"), "\(count(.unknown)) unknown",
            counted(count(.warning), "warning"), "\(count(.ok)) ok",
        ].joined(separator: ", ")
        guard isRefused else { return "may start: \(worth)" }
        let hidden = outcomes.contains { $0.refuses && $0.severity == .unknown }
        let duties = [
            count(.blocker) > 0 ? "mend what is marked BLOCKER" : nil,
            hidden ? "make known what is marked UNKNOWN" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        let advice = wrapped(
            "nothing was changed; \(duties), and run it again", first: "", rest: "")
        return (["refused: \(worth)"] + advice).joined(separator: "\n")
    }

    private func lines(of outcome: CheckOutcome, column: Int) -> [String] {
        let label =
            outcome.refuses ? outcome.severity.rawValue.uppercased() : outcome.severity.rawValue
        let head = "  " + padded(label, 9) + padded(outcome.check, column)
        let calm = outcome.findings.allSatisfy { $0.severity == .ok }
        if calm {
            return wrapped(
                outcome.findings.map(described).joined(separator: "; "), first: head,
                rest: String(repeating: " ", count: head.count))
        }
        let loud = outcome.findings.filter { $0.severity != .ok }
        return [head + outcome.title]
            + loud.enumerated().flatMap { number, finding in
                // One grant often mends several findings in a row: then it stands once, at the end.
                let isRepeated =
                    number + 1 < loud.count && loud[number + 1].remedy == finding.remedy
                return detail(of: finding, withRemedy: !isRepeated)
            }
    }

    private func detail(of finding: Finding, withRemedy: Bool) -> [String] {
        let mark = finding.severity == .blocker ? "!" : finding.severity == .unknown ? "?" : "-"
        var lines = wrapped(described(finding), first: "           \(mark) ", rest: indent)
        guard withRemedy, let remedy = finding.remedy else { return lines }
        let statements = remedy.lines.prefix(Self.shown)
        if remedy.kind == .sql {
            // A statement is never broken, so that it can be copied.
            lines.append("\(indent)\(remedy.place):")
            lines += statements.map { "\(indent)  \($0)" }
        } else {
            let place = "\(indent)\(remedy.place): "
            let rest = String(repeating: " ", count: place.count)
            for (number, line) in statements.enumerated() {
                let or = remedy.kind == .file ? "or: " : ""
                lines += wrapped(line, first: number == 0 ? place : indent + "  " + or, rest: rest)
            }
        }
        let more = remedy.lines.count - statements.count
        if more > 0 { lines.append("\(indent)  -- and \(more) more; --output json has them all") }
        return lines
    }

    private var indent: String { String(repeating: " ", count: 13) }

    private func described(_ finding: Finding) -> String {
        let place = [finding.side?.rawValue, finding.database.map { "database \($0)" }]
            .compactMap { $0 }.joined(separator: ", ")
        let names = finding.objects.prefix(Self.shown).joined(separator: ", ")
        let more = finding.objects.count - Self.shown
        let objects = names + (more > 0 ? " and \(more) more" : "")
        return [place, objects, finding.evidence].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private func wrapped(_ text: String, first: String, rest: String) -> [String] {
        var lines: [String] = []
        var line = first
        var isFresh = true
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if !isFresh, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = rest
                isFresh = true
            }
            line += isFresh ? String(word) : " \(word)"
            isFresh = false
        }
        return lines + [line]
    }
}
