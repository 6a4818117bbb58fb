package import Diagnostics
import Foundation

/// What `guard` says of a plan: as a table for people, as one object for scripts.
package struct GuardReport: Hashable, Sendable, Encodable {
    package struct Row: Hashable, Sendable, Encodable {
        package let address: String
        package let previousAddress: String?
        package let deposed: String?
        package let type: String
        package let kind: String?
        package let holdsData: Bool
        package let change: Verdict
        package let reasons: [String]
        package let deferred: Bool
    }

    package struct Finding: Hashable, Sendable, Encodable {
        package let address: String
        package let harm: Harm
        package let cause: String
        package let hint: String?
    }

    package let refused: Bool
    package let formatVersion: String
    package let programVersion: String?
    package let findings: [Finding]
    package let resources: [Row]
    package let notes: [String]

    package init(_ judgement: Judgement) {
        refused = judgement.isHarmful
        formatVersion = judgement.format
        programVersion = judgement.programVersion
        notes = judgement.notes
        findings = judgement.findings.map {
            Finding(
                address: $0.change.title, harm: $0.finding.harm, cause: $0.finding.cause,
                hint: $0.finding.hint)
        }
        resources = judgement.changes.map {
            Row(
                address: $0.address, previousAddress: $0.previousAddress, deposed: $0.deposed,
                type: $0.type, kind: $0.kind?.rawValue, holdsData: $0.isStateful,
                change: $0.verdict, reasons: $0.reasons, deferred: $0.isDeferred)
        }
    }

    package var exitStatus: ExitStatus { refused ? .refused : .done }

    /// One object with keys in snake case.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
