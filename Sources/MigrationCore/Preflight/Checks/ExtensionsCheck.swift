/// What `CREATE EXTENSION` brings on the source, it must bring on the target.
struct ExtensionsCheck: PreflightCheck {
    let id = "database.extensions"
    let title = "the target has every extension"
    let fine = "every extension is available on the target"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.target.availableExtensions.and(facts.servers.target.ourRole)
            .findings(.target) { available, role in
                facts.eachDatabase(\.extensions) { database, extensions in
                    extensions.flatMap { judge($0, database, available, role, facts) }
                }
            }
    }

    private func judge(
        _ used: ExtensionFacts, _ database: String, _ available: [AvailableExtension],
        _ role: OurRole, _ facts: PreflightFacts
    ) -> [Finding] {
        let versions = available.filter { $0.name == used.name }
        let object = ["extension \(used.name) \(used.version)"]
        guard let standard = versions.first(where: \.isDefault) ?? versions.first else {
            return [
                Finding(
                    .blocker, .target, in: database, object, "is not available there",
                    fix: .action(
                        "install the package of \(used.name) for PostgreSQL "
                            + "\(facts.major(.target)) on the target, or drop the extension on the "
                            + "source"))
            ]
        }
        var found: [Finding] = []
        if !versions.contains(where: { $0.version == used.version }) {
            found.append(
                Finding(
                    .warning, .target, in: database, object,
                    "will be \(standard.version) there", fix: update(used, to: standard, database)))
        }
        let isThere = (facts.targetDatabases[database]?.value ?? [])
            .contains { $0.kind == "extension" && $0.name == used.name }
        if standard.needsSuperuser, !standard.isTrusted, !role.isSuperuser, !isThere {
            found.append(
                Finding(
                    facts.provider(.target) == .own ? .blocker : .warning, .target, in: database,
                    object, "may only be created by a superuser",
                    fix: .action(
                        "let a superuser make the database on the target, empty but for the extension, "
                            + "or connect to the target as one")))
        }
        return found
    }

    private func update(
        _ used: ExtensionFacts, to standard: AvailableExtension, _ database: String
    ) -> Remedy {
        .action(
            "read the notes of \(used.name) from \(used.version) to \(standard.version), or first "
                + "ALTER EXTENSION \(sql(identifier: used.name)) UPDATE on the source, in database "
                + database)
    }
}
