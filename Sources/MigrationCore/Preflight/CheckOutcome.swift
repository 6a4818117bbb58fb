/// What one check found; never without a finding.
package struct CheckOutcome: Hashable, Sendable, Codable {
    package let check: String
    package let title: String
    package let severity: FindingSeverity
    /// Whether this check alone is reason enough not to start.
    package let refuses: Bool
    package let findings: [Finding]

    package init(check: String, title: String, unknownRefuses: Bool, findings: [Finding]) {
        self.check = check
        self.title = title
        self.findings = findings.sorted { $0.severity > $1.severity }
        severity = findings.map(\.severity).max() ?? .unknown
        refuses = findings.contains {
            $0.severity == .blocker || ($0.severity == .unknown && unknownRefuses)
        }
    }
}
