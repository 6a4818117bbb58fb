import Diagnostics
import MigrationCore
import Testing

/// One problem planted in healthy facts, and what the one check that is about it must say.
struct Story: Sendable, CustomTestStringConvertible {
    typealias Plant = @Sendable (inout PreflightFacts, inout MigrationFile) -> Void

    let promise: String
    let check: String
    let severity: FindingSeverity
    /// What the finding must be about: a part of its objects, evidence or place.
    let about: String
    /// A part of what mends it; nil where nothing has to be typed.
    let remedy: String?
    let plant: Plant

    init(
        _ promise: String, _ check: String, _ severity: FindingSeverity, about: String,
        remedy: String?, plant: @escaping Plant
    ) {
        self.promise = promise
        self.check = check
        self.severity = severity
        self.about = about
        self.remedy = remedy
        self.plant = plant
    }

    var testDescription: String { "\(check): \(promise)" }

    func hold() throws {
        var facts = PreflightFacts.healthy
        var file = MigrationFile.wallet
        plant(&facts, &file)
        let report = PreflightReport(of: facts, for: file)
        let outcome = try #require(report.outcomes.first { $0.check == check })
        #expect(outcome.severity == severity, "\(outcome)")
        let finding = try #require(
            outcome.findings.first { $0.severity == severity && text(of: $0).contains(about) },
            "no finding about \(about) in \(outcome)")
        if let remedy {
            let lines = finding.remedy?.lines.joined(separator: "\n") ?? "nothing"
            #expect(lines.contains(remedy), "\(lines)")
        }
        if severity == .blocker { #expect(report.exitStatus == .refused) }
    }

    private func text(of finding: Finding) -> String {
        ([finding.side?.rawValue ?? "", finding.database ?? ""] + finding.objects
            + [finding.evidence]).joined(separator: " ")
    }

    static let all = servers + roles + network + databases + tables
}
