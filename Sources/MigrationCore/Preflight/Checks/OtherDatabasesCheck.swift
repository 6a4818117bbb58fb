/// The fence works on roles, and a role that loses LOGIN loses it for every database.
struct OtherDatabasesCheck: PreflightCheck {
    let id = "role.other-databases"
    let title = "nobody is locked out of a database that stays"
    let fine = "no client works in a database that is not moved"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.sessions.and(facts.servers.source.databases).and(facts.databases)
            .findings(.source) {
                let ((sessions, entries), moved) = $0
                let names = Set(moved.map(\.name))
                let staying = sessions.filter {
                    $0.mayBeClient && !$0.isOurs && $0.role != facts.ourRoleName(.source)
                        && $0.database.map { !names.contains($0) } ?? false
                        && !ReservedNames.isRole($0.role ?? "")
                        && !ReservedNames.isDatabase($0.database ?? "")
                }
                let open = Set(entries.filter { names.contains($0.name) }.flatMap(\.openTo))
                let groups = Dictionary(grouping: staying) { $0.database ?? "" }
                return groups.sorted { $0.key < $1.key }.map { database, sessions in
                    finding(
                        database, Set(sessions.compactMap(\.role)), open,
                        isMaintenance: database == file.servers.source.maintenanceDatabase)
                }
            }
    }

    private func finding(
        _ database: String, _ roles: Set<String>, _ open: Set<String>, isMaintenance: Bool
    ) -> Finding {
        let shared = roles.intersection(open).sorted()
        let objects = ["database \(quoted(identifier: database))"]
        if isMaintenance {
            return Finding(
                .warning, .source, objects,
                "is in use by \(roles.sorted().joined(separator: ", ")), who cannot log in while the "
                    + "fence stands",
                fix: .action("expect alarms of monitoring that connects there"))
        }
        guard !shared.isEmpty else {
            return Finding(
                .warning, .source, objects,
                "stays, and is in use by \(roles.sorted().joined(separator: ", "))",
                fix: .file("databases: all", "databases: [\(database), …] to move it, too"))
        }
        return Finding(
            .blocker, .source, objects,
            "stays, and is in use by \(shared.joined(separator: ", ")), who could not log in there "
                + "while the fence stands",
            fix: .file("databases: all", "databases: [\(database), …] to move it, too"))
    }
}
