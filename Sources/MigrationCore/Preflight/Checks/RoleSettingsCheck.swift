/// Timeouts attached to our role would end a copy or an apply worker half way.
struct RoleSettingsCheck: PreflightCheck {
    let id = "role.settings"
    let title = "no setting of our role cuts long work short"
    let fine = "no timeouts or read-only defaults apply to our role"

    private static let harmless: [String: Set<String>] = [
        "statement_timeout": ["0"], "lock_timeout": ["0"], "transaction_timeout": ["0"],
        "idle_in_transaction_session_timeout": ["0"], "idle_session_timeout": ["0"],
        "default_transaction_read_only": ["off"], "session_replication_role": ["origin"],
    ]

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.settings) { side, settings in
            Self.harmless.sorted { $0.key < $1.key }.compactMap { name, harmless in
                guard let value = settings[name], !harmless.contains(value) else { return nil }
                return Finding(
                    .warning, side, [name], "is \(value) for sessions of our role",
                    fix: .sql(
                        "ALTER ROLE \(facts.ourRoleInSQL(side)) SET \(name) = "
                            + "'\(harmless.sorted().first ?? "")';", on: side))
            }
        }
    }
}
