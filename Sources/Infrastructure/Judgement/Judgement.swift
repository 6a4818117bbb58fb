/// What a plan would do, object by object, and what of it must not happen unseen.
///
/// Every text in here went through the plan's own ``Redaction``.
package struct Judgement: Hashable, Sendable {
    package var format: String
    package var programVersion: String?
    /// All managed objects, in the plan's order.
    package var changes: [JudgedChange]
    /// What a reader should know beside the verdicts.
    package var notes: [String]
    /// The plan ended with an error, so it is only a part of one.
    package var isErrored: Bool

    /// - Parameters:
    ///   - plan: what is judged.
    ///   - knowledge: which types hold data, and which attributes matter.
    ///   - redaction: secrets that are known from elsewhere.
    package init(_ plan: Plan, knowledge: Knowledge, redaction: Redaction = Redaction()) {
        var secrets = redaction
        secrets.collect(from: plan)
        let judge = Judge(knowledge: knowledge, renames: Renames(plan.resourceChanges))
        let managed = plan.resourceChanges.filter { $0.mode == .managed }
        let put = plan.deferred.filter { $0.mode == .managed }
        changes =
            (managed.map { judge.judge($0) }
            + put.map { change in
                var judged = judge.judge(change)
                judged.isDeferred = true
                return judged
            }).map { $0.redacted(by: secrets) }
        format = plan.format.description
        programVersion = plan.programVersion
        isErrored = plan.isErrored
        notes = []
        notes = Self.notes(plan, changes, knowledge).map { secrets.apply(to: $0) }
    }

    /// Everything that must not happen unseen, the worst first.
    package var findings: [(change: JudgedChange, finding: JudgedChange.Finding)] {
        let all = changes.flatMap { change in change.findings.map { (change, $0) } }
        return Harm.allCases.flatMap { harm in all.filter { $0.1.harm == harm } }
            .map { (change: $0.0, finding: $0.1) }
    }

    package var isHarmful: Bool { changes.contains { !$0.findings.isEmpty } }

    /// Whether every object that holds data stays as it is, or moves to another address only.
    package var keepsEverything: Bool {
        !isErrored && changes.allSatisfy { !$0.isStateful || $0.verdict == .keeps }
    }

    private static func notes(
        _ plan: Plan, _ changes: [JudgedChange], _ knowledge: Knowledge
    ) -> [String] {
        var notes: [String] = []
        if plan.isErrored { notes.append("planning ended with an error: this is a part of a plan") }
        if !plan.isComplete, !plan.isErrored {
            notes.append("the plan is partial: it was narrowed with -target, or put something off")
        }
        if plan.format > Plan.FormatVersion(major: 1, minor: 2) {
            notes.append("format \(plan.format) is newer than 1.2: keys that it adds are not read")
        }
        notes += plan.drift.compactMap { drift in
            guard knowledge.rule(for: drift.type, drift.change.before, drift.change.after) != nil
            else { return nil }
            let what = drift.change.action == .delete ? "is gone" : "was changed"
            return "\(drift.address) \(what) outside of the configuration"
        }
        notes += Set(changes.filter(\.mayHoldData).map(\.type)).sorted().map {
            "nothing is known about \($0), which sounds as if it held data: describe it in a file, "
                + "and name that with --knowledge"
        }
        notes += changes.filter { $0.verdict == .releases && $0.isStateful }
            .map { "\($0.address) is released: it stays, and nothing here looks after it any more" }
        return notes
    }
}

extension JudgedChange {
    private static let telling = [
        "database", "postgres", "mysql", "mongo", "redis", "_db", "disk", "volume", "bucket", "kms",
    ]

    /// Something goes away of which only the type's name is known.
    fileprivate var mayHoldData: Bool {
        guard kind == nil, verdict == .destroys || verdict == .replaces else { return false }
        return Self.telling.contains { type.contains($0) }
    }

    fileprivate func redacted(by secrets: Redaction) -> JudgedChange {
        var result = self
        result.address = secrets.apply(to: address)
        result.previousAddress = previousAddress.map { secrets.apply(to: $0) }
        result.reasons = reasons.map { secrets.apply(to: $0) }
        result.findings = findings.map {
            Finding(
                harm: $0.harm, cause: secrets.apply(to: $0.cause),
                hint: $0.hint.map { secrets.apply(to: $0) })
        }
        return result
    }
}
