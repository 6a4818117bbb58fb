/// Whether the plan on the copy leaves everything in place that has to stay.
package struct ReconcileVerdict: Hashable, Sendable, Encodable {
    package struct Row: Hashable, Sendable, Encodable {
        package let address: String
        package let change: Verdict
        package let reasons: [String]
        /// Why it must not happen; nil for what may.
        package let objection: String?
    }

    package let rows: [Row]
    package let notes: [String]
    package let isComplete: Bool

    package var isRefused: Bool { !isComplete || rows.contains { $0.objection != nil } }

    /// - Parameters:
    ///   - judgement: of the plan with the edited files, against the changed copy of the state.
    ///   - kept: addresses that must stay whatever is known of their type.
    ///   - released: addresses that the change set lets go of.
    ///   - changedOutputs: names of outputs, whose values are not shown.
    ///   - allowed: addresses that the migration file lists.
    package init(
        _ judgement: Judgement, kept: Set<String>, released: Set<String>,
        allowed: [String: Set<Verdict>], changedOutputs: [String] = []
    ) {
        notes =
            judgement.notes
            + changedOutputs.sorted().map { "output \($0) has another value after the next apply" }
        isComplete = !judgement.isErrored
        rows = judgement.changes.filter { $0.verdict != .reads }.map { change in
            let isKept = change.isStateful || kept.contains { Self.isAt(change.address, $0) }
            let isAllowed = allowed.contains { address, changes in
                Self.isAt(change.address, address) && changes.contains(change.verdict)
            }
            return Row(
                address: change.title, change: change.verdict, reasons: change.reasons,
                objection: isAllowed
                    ? nil : Self.objection(change, isKept: isKept, released: released, kept: kept))
        }
    }

    private static func objection(
        _ change: JudgedChange, isKept: Bool, released: Set<String>, kept: Set<String>
    ) -> String? {
        if let finding = change.findings.first { return "\(finding.harm.words): \(finding.cause)" }
        switch change.verdict {
        case .keeps, .reads, .updatesInPlace: return nil
        case .restarts: return "would be restarted"
        case .destroys: return isKept ? "would be destroyed" : nil
        case .replaces: return isKept ? "would be replaced" : nil
        case .creates:
            return kept.contains { isAt(change.address, $0) }
                ? "would be made anew, because the state does not have it here" : nil
        case .releases:
            return released.contains { isAt(change.address, $0) }
                ? nil : "would be let go of, and nothing asks for that"
        }
    }

    static func isAt(_ address: String, _ place: String) -> Bool {
        StateRelations.isAt(address, place)
    }
}

extension ReconcileVerdict {
    /// The table, the worst first.
    package var lines: [String] {
        let shown = rows.filter {
            $0.change != .keeps || $0.objection != nil || !$0.reasons.isEmpty
        }
        let kept = rows.count { $0.change == .keeps }
        let table = shown.sorted {
            ($0.change.rank, $0.address) < ($1.change.rank, $1.address)
        }.map { row in
            [
                row.change.rawValue, row.address, row.reasons.joined(separator: "; "),
                row.objection.map { "REFUSED: \($0)" } ?? "",
            ]
        }
        let rest =
            shown.isEmpty ? "nothing changes: keeps all \(kept)" : "keeps \(kept) of \(rows.count)"
        return Columns(table).lines + [rest]
    }
}
