import MigrationEngine

/// Every attempt to switch over: the time line of its pause, step by step, and the certificate.
struct SwitchoversSection {
    private let switchovers: [SwitchoverReport]

    init(_ switchovers: [SwitchoverReport]) { self.switchovers = switchovers }

    var html: HTML {
        """
        <section><h2>Switchovers</h2>
        \(switchovers.map { attempt($0) })
        </section>
        """
    }

    private func attempt(_ report: SwitchoverReport) -> HTML {
        let pause = readable(milliseconds: report.writePauseMilliseconds)
        let title = report.direction.prefix(1).uppercased() + report.direction.dropFirst()
        return """
            <article>
            <h3>\(title) <span class="\(report.switched ? "good" : "open")">\
            \(report.switched ? "switched" : "abandoned")</span></h3>
            <p>\(report.began.map { "\(moment($0)), attempt \(report.attempt). " } ?? "")\
            \(report.switched ? "Traffic was held for " : "Given back after ")\
            <strong>\(pause)</strong>\(report.reason.map { ": \($0)" } ?? "").</p>
            \(PauseChart(report).html)
            \(report.certificate.map { certificate($0) })
            \(report.uncertified.map { uncertified($0) })
            \(report.wayBackFailure.map { closed($0) })
            </article>
            """
    }

    private func certificate(_ found: Certificate) -> HTML {
        let text =
            "\(found.tables) tables, \(grouped(found.rows)) rows and \(found.sequences) sequences, "
            + "compared in \(readable(seconds: found.seconds))"
        return """
            <p class="certificate \(found.equal ? "good" : "bad")">Certificate: both sides \
            \(found.equal ? "were equal" : "DIFFER"): \(text).</p>
            \(found.differences.isEmpty ? nil : list(found.differences))
            \(found.unproven.isEmpty ? nil : unproven(found.unproven))
            """
    }

    private func uncertified(_ reason: String) -> HTML {
        "<p class=\"certificate bad\">No certificate: the comparison ended: \(reason).</p>"
    }

    private func closed(_ reason: String) -> HTML {
        "<p class=\"certificate bad\">The way back did not open: \(reason)</p>"
    }

    private func unproven(_ tables: [String]) -> HTML {
        """
        <p>Emptied, rewritten or dropped by clients before they were compared:</p>
        \(list(tables))
        """
    }

    private func list(_ list: [String]) -> HTML {
        "<ul>\(list.map { "<li>\($0)</li>" as HTML })</ul>"
    }
}
