package import MigrationEngine

/// A migration's report as one page: no network, no scripts, light, dark and on paper.
///
/// It says nothing that the report does not hold, and leaves out the parts that it does not have.
package struct ReportPage: Sendable {
    let report: MigrationReport
    /// How many statements stand in the page; all of them are in the JSON.
    private let statementLimit: Int

    package init(_ report: MigrationReport, statementLimit: Int = 2000) {
        self.report = report
        self.statementLimit = statementLimit
    }

    package var text: String {
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(report.migration): report of a migration</title>
            <style>\(HTML(stringLiteral: pageStyle))</style>
            </head>
            <body>
            <main>
            \(Summary(report).html)
            \(sections)
            \(footer)
            </main>
            </body>
            </html>

            """
        return page.text
    }

    private var sections: [HTML] {
        [
            PhasesSection(report).html,
            report.switchovers.isEmpty ? nil : SwitchoversSection(report.switchovers).html,
            PlotsSection(report.samples).html,
            report.verification.map { VerificationSection($0).html },
            report.warnings.isEmpty ? nil : warnings,
            report.checks.isEmpty ? nil : ChecksSection(report.checks).html,
            StatementsSection(
                report.statements ?? [], omitted: report.statementsOmitted ?? 0,
                limit: statementLimit, origin: report.spans.first?.began
            ).html,
            report.runs.isEmpty ? nil : RunsSection(report.runs, report.versions).html,
        ].compactMap { $0 }
    }

    private var warnings: HTML {
        """
        <section><h2>Warnings</h2>
        <ul class="plain">\(report.warnings.map { "<li class=\"warning\">\($0)</li>" as HTML })</ul>
        </section>
        """
    }

    private var footer: HTML {
        """
        <footer>
        <dl class="words">
        <div><dt>Write pause</dt><dd>from the order to hold traffic until it was let go again; \
        no client can write in it.</dd></div>
        <div><dt>Point of no return</dt><dd>before it a switchover undoes itself, after it the only \
        way is forward.</dd></div>
        <div><dt>Certificate</dt><dd>both databases, compared row by row as they were at the instant \
        of the switchover.</dd></div>
        <div><dt>LSN</dt><dd>a position in a server's write-ahead log. The one beside a statement was \
        read after it: what the statement wrote stands before it.</dd></div>
        </dl>
        <p>Times are UTC, by the clock of the machine that ran the migration.</p>
        </footer>
        """
    }
}
