package import Diagnostics
import Foundation

/// What `reconcile` says: what it would change, what the plan on the copy says, what was done.
package struct ReconcileReport: Sendable, Encodable {
    package let migration: String
    package let files: [String]
    package let stateCommands: [String]
    package let byHand: [ReconcilePlan.HandStep]
    package let plan: ReconcileVerdict?
    package let notes: [String]
    package let refused: Bool
    package let nothingToDo: Bool
    /// What was done, in order: files written, branch made, backup kept, state changed.
    package var done: [String] = []

    package init(_ proposal: Reconciliation.Proposal, migration: String) {
        let redaction = proposal.redaction
        self.migration = migration
        files = proposal.plan.files.map(\.name)
        stateCommands = proposal.plan.commands.map { $0.arguments.joined(separator: " ") }
        byHand = proposal.plan.byHand.map { step in
            .init(
                file: step.file, line: step.line, reason: redaction.apply(to: step.reason),
                write: redaction.apply(to: step.write))
        }
        plan = proposal.verdict
        notes = proposal.plan.notes
        refused = proposal.isRefused
        nothingToDo = proposal.plan.isNothing && !proposal.isRefused
    }

    package var exitStatus: ExitStatus { refused ? .refused : .done }

    package var text: String {
        var lines: [String] = []
        if nothingToDo {
            lines.append("nothing to do: files and state say already what they should")
        }
        lines += files.map { "file   \($0)" }
        lines += stateCommands.map { "state  \($0)" }
        lines += notes.map { "note: \($0)" }
        for step in byHand {
            lines.append("by hand: \(step.file):\(step.line): \(step.reason)")
            lines.append("  write: " + step.write.replacing("\n", with: "\n         "))
        }
        if let plan {
            lines.append("the plan on a copy of the state:")
            lines += plan.lines.map { "  \($0)" }
            lines += plan.notes.map { "note: \($0)" }
        }
        lines += done
        lines.append(conclusion)
        return lines.joined(separator: "\n")
    }

    private var conclusion: String {
        if !byHand.isEmpty {
            return "not edited: some of it is not certain; write what is said above and run again "
                + "(without the target's block the plan alone decides)"
        }
        return refused
            ? "refused: nothing was changed" : "passed: what holds data stays in place"
    }

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
