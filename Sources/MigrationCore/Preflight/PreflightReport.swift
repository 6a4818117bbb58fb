package import Diagnostics

/// The answer of preflight: every check with what it found, and whether the migration may start.
package struct PreflightReport: Hashable, Sendable {
    package let migration: String
    package let outcomes: [CheckOutcome]

    package init(
        of facts: PreflightFacts, for file: MigrationFile,
        checks: [any PreflightCheck] = PreflightChecks.all
    ) {
        migration = file.name
        outcomes = checks.map { $0.outcome(in: facts, for: file) }
    }

    /// A blocker, or something hidden behind which there could be one.
    package var isRefused: Bool { outcomes.contains(where: \.refuses) }

    package var exitStatus: ExitStatus { isRefused ? .refused : .done }

    package func count(_ severity: FindingSeverity) -> Int {
        outcomes.count { $0.severity == severity }
    }
}

extension PreflightReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case migration
        case isRefused = "is_refused"
        case exitStatus = "exit_status"
        case counts, checks
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(migration, forKey: .migration)
        try container.encode(isRefused, forKey: .isRefused)
        try container.encode(exitStatus.rawValue, forKey: .exitStatus)
        let counts = FindingSeverity.allCases.map { ($0.rawValue, count($0)) }
        try container.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .counts)
        try container.encode(outcomes, forKey: .checks)
    }
}
