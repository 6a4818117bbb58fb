import MigrationCore
import MigrationEngine

/// The report as a person reads it.
struct ReportText {
    let report: MigrationReport

    init(_ report: MigrationReport) { self.report = report }

    var text: String {
        var parts: [String] = []
        if !report.databases.isEmpty {
            parts.append(
                "\(report.migration): \(report.databases.joined(separator: ", ")) from "
                    + "PostgreSQL \(report.versions["source"] ?? "?") to "
                    + "\(report.versions["target"] ?? "?")")
        }
        if let copy = report.copy { parts.append(Self.copy(copy)) }
        if !report.phases.isEmpty { parts.append(phases) }
        if let verification = report.verification {
            parts.append(Self.verification(verification))
        }
        parts += report.switchovers.map(Self.switchover)
        parts += report.warnings.map { "warning: \($0)" }
        return parts.joined(separator: "\n")
    }

    private var phases: String {
        "phases      "
            + report.phases.map { "\($0.name) \(Duration.seconds($0.seconds).readable)" }
            .joined(separator: ", ")
    }

    static func copy(_ copy: MigrationReport.Copy) -> String {
        let rate = copy.seconds > 0 ? Double(copy.bytes) / copy.seconds : 0
        return
            "copied      \(copy.rows) rows, \(ByteCount(copy.bytes)) of \(copy.tables) tables in "
            + "\(Duration.seconds(copy.seconds).readable) (\(ByteCount(Int64(rate)))/s)"
    }

    static func verification(_ report: VerificationReport) -> String {
        let verdict = report.equal ? "equal" : "DIFFERENT"
        var text =
            "verified    \(verdict): \(report.rows) rows of \(report.tables) tables in "
            + Duration.seconds(report.seconds).readable
        if report.rowsInMotion > 0 {
            text += ", \(report.rowsInMotion) rows changed at every look"
        }
        let schema =
            report.schemaDifferences.isEmpty
            ? ["            the schemas are the same, owners and privileges too"]
            : report.schemaDifferences.map { "  schema: \($0)" }
        return ([text] + report.differences.map { "  \($0)" } + schema).joined(separator: "\n")
    }

    static func switchover(_ report: SwitchoverReport) -> String {
        let pause = Duration.milliseconds(report.writePauseMilliseconds).readable
        let steps = report.steps.map {
            "\($0.name) \(Duration.milliseconds($0.milliseconds).readable)"
        }.joined(separator: ", ")
        var lines = [
            report.switched
                ? "switchover  \(report.direction): traffic held for \(pause)"
                : "switchover  \(report.direction): abandoned after \(pause): "
                    + (report.reason ?? "?"),
            "  steps       \(steps)",
        ]
        if let certificate = report.certificate { lines.append(Self.certificate(certificate)) }
        if let reason = report.uncertified { lines.append("  certificate none: \(reason)") }
        if let reason = report.wayBackFailure { lines.append("  way back    not open: \(reason)") }
        return lines.joined(separator: "\n")
    }

    static func certificate(_ certificate: Certificate) -> String {
        let verdict =
            certificate.equal ? "equal at the instant of the switchover" : "DIFFERENT"
        let text =
            "  certificate \(verdict): \(certificate.tables) tables, \(certificate.rows) rows, "
            + "\(certificate.sequences) sequences"
        let unproven = certificate.unproven.map {
            "    \($0): emptied, rewritten or dropped by clients before it was compared"
        }
        return ([text] + certificate.differences.map { "    \($0)" } + unproven)
            .joined(separator: "\n")
    }
}
