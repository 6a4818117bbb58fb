/// One thing that a check saw: what it is about, what was seen, and what mends it.
package struct Finding: Hashable, Sendable, Codable {
    package let severity: FindingSeverity
    package let side: Side?
    package let database: String?
    /// Names as a person would type them; all of them, however many there are.
    package let objects: [String]
    package let evidence: String
    package let remedy: Remedy?

    package init(
        _ severity: FindingSeverity, _ side: Side?, in database: String? = nil,
        _ objects: [String], _ evidence: String, fix remedy: Remedy? = nil
    ) {
        self.severity = severity
        self.side = side
        self.database = database
        self.objects = objects
        self.evidence = evidence
        self.remedy = remedy
    }

    /// About a server or a database as a whole.
    package init(
        _ severity: FindingSeverity, _ side: Side?, in database: String? = nil,
        _ evidence: String, fix remedy: Remedy? = nil
    ) {
        self.init(severity, side, in: database, [], evidence, fix: remedy)
    }

    /// About both servers.
    package init(_ severity: FindingSeverity, _ evidence: String, fix remedy: Remedy? = nil) {
        self.init(severity, nil, in: nil, [], evidence, fix: remedy)
    }
}
