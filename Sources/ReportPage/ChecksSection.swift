import MigrationCore

/// What the last preflight found: whatever is not fine in full, the rest in one line each.
struct ChecksSection {
    private let checks: [CheckOutcome]

    init(_ checks: [CheckOutcome]) { self.checks = checks }

    var html: HTML {
        let noted = checks.filter { $0.severity != .ok }
        let fine = checks.filter { $0.severity == .ok }
        return """
            <section><h2>Checks before the migration</h2>
            <p class="sum">\(counts)</p>
            \(noted.isEmpty ? nil : table(noted))
            \(fine.isEmpty ? nil : list(fine))
            </section>
            """
    }

    private var counts: String {
        FindingSeverity.allCases.reversed().compactMap { severity in
            let count = checks.count { $0.severity == severity }
            return count > 0 ? "\(count) \(severity.rawValue)" : nil
        }.joined(separator: " · ")
    }

    private func table(_ checks: [CheckOutcome]) -> HTML {
        let rows = checks.flatMap { check in
            check.findings.filter { $0.severity != .ok }.map { finding -> HTML in
                """
                <tr><td class="found \(finding.severity == .blocker ? "bad" : "warning")">\
                \(finding.severity.rawValue)</td><td>\(check.title)</td>\
                <td>\(finding.evidence)\(objects(finding))</td></tr>
                """
            }
        }
        return """
            <table><thead><tr><th>Found</th><th>Check</th><th>What</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private func objects(_ finding: Finding) -> HTML? {
        guard !finding.objects.isEmpty else { return nil }
        let shown = finding.objects.prefix(20).joined(separator: ", ")
        let more = finding.objects.count - 20
        return "<br><code>\(shown)\(more > 0 ? " and \(more) more" : "")</code>"
    }

    private func list(_ checks: [CheckOutcome]) -> HTML {
        """
        <p class="fine"><strong>Fine:</strong> \
        \(checks.map(\.title).joined(separator: "; ")).</p>
        """
    }
}
