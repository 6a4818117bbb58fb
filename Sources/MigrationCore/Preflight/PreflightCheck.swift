/// One question that preflight answers from facts already gathered; it never asks a server itself.
package protocol PreflightCheck: Sendable {
    /// Stable: scripts and the documentation refer to it.
    var id: String { get }
    /// What is checked, in a few words.
    var title: String { get }
    /// What is said when nothing was found.
    var fine: String { get }
    /// Whether not knowing must refuse the migration, because a blocker could hide there.
    var unknownRefuses: Bool { get }

    /// What deserves a line; empty when all is as it should be.
    ///
    /// A fact that stayed hidden must give a finding of severity `unknown`: use
    /// `Observed.findings`, which does.
    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding]
}

extension PreflightCheck {
    package var unknownRefuses: Bool { true }

    package func outcome(in facts: PreflightFacts, for file: MigrationFile) -> CheckOutcome {
        let found = findings(in: facts, for: file)
        return CheckOutcome(
            check: id, title: title, unknownRefuses: unknownRefuses,
            findings: found.isEmpty ? [Finding(.ok, fine)] : found)
    }
}
