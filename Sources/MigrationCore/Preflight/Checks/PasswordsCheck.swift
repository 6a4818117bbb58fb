/// Roles keep their passwords only where the hashes can be read.
struct PasswordsCheck: PreflightCheck {
    let id = "role.passwords"
    let title = "passwords can be carried over"
    let fine = "password hashes can be read and carried over"
    /// The way on is to give new passwords, or the old ones again.
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        switch facts.servers.source.passwords {
        case .unknown(let reason, _): [hidden(facts, reason)]
        case .known(let passwords): old(passwords, facts)
        }
    }

    private func hidden(_ facts: PreflightFacts, _ reason: String) -> Finding {
        guard let ofSource = facts.servers.source.roles.value,
            let ofTarget = facts.servers.target.roles.value
        else { return Finding(.unknown, .source, "the password hashes \(reason)") }
        let existing = Set(ofTarget.map(\.name))
        let roles = ofSource.filter {
            $0.canLogIn && !$0.isReserved && $0.name != facts.ourRoleName(.source)
                && !existing.contains($0.name)
        }
        if roles.isEmpty {
            return Finding(.ok, "every role that logs in is on the target already")
        }
        let statements = roles.map { "\\password \(sql(identifier: $0.name))" }
        return Finding(
            .unknown, .source, roles.map(\.name),
            "the password hashes \(reason); these roles arrive without a password",
            fix: .sql(all: statements, on: .target))
    }

    private func old(_ passwords: [RolePassword], _ facts: PreflightFacts) -> [Finding] {
        let md5 = passwords.filter { $0.kind == "md5" && !ReservedNames.isRole($0.role) }
        guard !md5.isEmpty else { return [] }
        let also =
            facts.major(.target) >= 18 ? ", which version 18 still takes but warns about" : ""
        return [
            Finding(
                .warning, .source, md5.map(\.role),
                "the password is kept as md5\(also); pg_hba.conf of the target must allow it",
                fix: .sql(
                    all: ["SET password_encryption = 'scram-sha-256';"]
                        + md5.map { "\\password \(sql(identifier: $0.role))" }, on: .source))
        ]
    }
}
