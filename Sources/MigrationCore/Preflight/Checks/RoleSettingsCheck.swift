/// Timeouts attached to our role would end a copy or an apply worker half way.
struct RoleSettingsCheck: PreflightCheck {
    let id = "role.settings"
    let title = "no setting of our role cuts long work short"
    let fine = "no timeouts or read-only defaults apply to our role"

    private static let harmless: [String: Set<String>] = [
        "statement_timeout": ["0"], "lock_timeout": ["0"], "transaction_timeout": ["0"],
        "idle_in_transaction_session_timeout": ["0"], "idle_session_timeout": ["0"],
        "default_transaction_read_only": ["off"], "session_replication_role": ["origin"],
        // An apply worker would read a null in an array as the word.
        "array_nulls": ["on"],
    ]

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        ownSessions(facts) + attached(facts)
    }

    /// What is set for our role in a database that is moved, which our first session did not see.
    private func attached(_ facts: PreflightFacts) -> [Finding] {
        facts.servers.source.roleSettings.and(facts.databases).findings(.source) { lines, moved in
            let names = Set(moved.map(\.name))
            return lines.compactMap { line in
                guard let database = line.database, names.contains(database),
                    line.role == nil || line.role == facts.ourRoleName(.source),
                    let harmless = Self.harmless[line.name], !harmless.contains(line.value)
                else { return nil }
                return Finding(
                    .warning, .source, in: database, [line.name],
                    "is \(line.value) there for \(line.role ?? "every role"), and goes along",
                    fix: .sql(
                        "ALTER ROLE \(facts.ourRoleInSQL(.source)) IN DATABASE "
                            + "\(sql(identifier: database)) SET \(line.name) = "
                            + "'\(harmless.sorted().first ?? "")';", on: .source))
            }
        }
    }

    private func ownSessions(_ facts: PreflightFacts) -> [Finding] {
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
