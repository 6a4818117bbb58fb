/// What becomes of an object, in the words that reports use.
package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    case keeps
    case updatesInPlace = "updates in place"
    case restarts
    case replaces
    case destroys
    case creates
    /// The state forgets it; the object itself stays as it is.
    case releases
    case reads
}

/// What must not happen unseen.
package enum Harm: String, Hashable, Sendable, Codable, CaseIterable {
    case destroysData = "destroys-data"
    case replacesData = "replaces-data"
    case restartsDatabase = "restarts-database"
    case turnsOffBackups = "turns-off-backups"
    case turnsOffProtection = "turns-off-deletion-protection"

    /// As it follows the name of the object.
    package var words: String {
        switch self {
        case .destroysData: "would be destroyed"
        case .replacesData: "would be replaced"
        case .restartsDatabase: "would be restarted"
        case .turnsOffBackups: "would lose its backups"
        case .turnsOffProtection: "would lose its deletion protection"
        }
    }
}

/// One object of a plan with what becomes of it.
package struct JudgedChange: Hashable, Sendable {
    package struct Finding: Hashable, Sendable {
        package var harm: Harm
        /// What causes it: the attribute or flag, and its values where they may be shown.
        package var cause: String
        package var hint: String?
    }

    package var address: String
    package var previousAddress: String?
    package var deposed: String?
    package var type: String
    /// nil for a type about which nothing is known.
    package var kind: ResourceRule.Kind?
    package var isStateful: Bool
    package var verdict: Verdict
    /// Why, fit to be shown.
    package var reasons: [String]
    package var findings: [Finding]
    package var isDeferred = false
    package var isImported = false

    /// The address as it stands in a table.
    package var title: String {
        deposed.map { "\(address) (deposed object \($0))" } ?? address
    }
}
