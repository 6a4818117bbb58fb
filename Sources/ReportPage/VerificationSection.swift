import MigrationEngine

/// What comparing every row of both sides found, while they were written.
struct VerificationSection {
    private let report: VerificationReport

    init(_ report: VerificationReport) { self.report = report }

    var html: HTML {
        """
        <section><h2>Verification</h2>
        <p><span class="\(report.equal ? "good" : "bad")">\(report.equal ? "Equal" : "DIFFERENT")</span>: \
        \(grouped(report.rows)) rows of \(report.tables) tables compared in \
        \(readable(seconds: report.seconds)), while they were written\(motion).</p>
        <p>\(schema)</p>
        \(list(report.differences + report.schemaDifferences))
        </section>
        """
    }

    private var motion: String {
        report.rowsInMotion > 0
            ? "; \(report.rowsInMotion) rows changed at every look, and the certificate covers them"
            : ""
    }

    private var schema: String {
        report.schemaDifferences.isEmpty
            ? "The schemas are the same, owners and privileges too."
            : "\(report.schemaDifferences.count) objects of the schema differ:"
    }

    private func list(_ differences: [String]) -> HTML? {
        guard !differences.isEmpty else { return nil }
        return "<ul>\(differences.map { "<li>\($0)</li>" as HTML })</ul>"
    }
}
