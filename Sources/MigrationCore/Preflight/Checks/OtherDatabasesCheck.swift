/// The fence works on roles that may connect to what moves, and a role that loses LOGIN loses it for
/// every database of its server: on the source at the switchover, on the target from the first run on.
struct OtherDatabasesCheck: PreflightCheck {
    let id = "role.other-databases"
    let title = "nobody is locked out of a database that stays"
    let fine =
        "no client works in a database that is not moved with a role that may connect to one that is"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        Side.allCases.flatMap { side in
            facts.servers[side].sessions.and(facts.servers.source.databases).and(facts.databases)
                .findings(side) {
                    let ((sessions, _), _) = $0
                    let lockedOut = sessions.filter {
                        isElsewhere($0, facts.movedNames)
                            && facts.isFenced($0.role ?? "", side, file)
                    }
                    let groups = Dictionary(grouping: lockedOut) { $0.database ?? "" }
                    return groups.sorted { $0.key < $1.key }.map { database, sessions in
                        finding(database, Set(sessions.compactMap(\.role)).sorted(), side, file)
                    }
                }
        }
    }

    private func isElsewhere(_ session: SessionFacts, _ names: Set<String>) -> Bool {
        session.mayBeClient && !session.isOurs
            && session.database.map { !names.contains($0) && !ReservedNames.isDatabase($0) }
                ?? false
    }

    private func finding(
        _ database: String, _ roles: [String], _ side: Side, _ file: MigrationFile
    ) -> Finding {
        let objects = ["database \(quoted(identifier: database))"]
        let use = "is in use by \(roles.joined(separator: ", ")), who "
        if database == file.servers[side].maintenanceDatabase {
            return Finding(
                .warning, side, objects, use + "cannot log in while the fence stands",
                fix: .action("expect alarms of monitoring that connects there"))
        }
        let apart =
            "give those who work there roles of their own, and REVOKE CONNECT ON DATABASE … FROM PUBLIC "
            + "for the one that moves"
        guard side == .target else {
            return Finding(
                .blocker, side, objects,
                "stays, and " + use + "could not log in there while the fence stands",
                fix: .action("move it, too, with databases: all; or " + apart))
        }
        return Finding(
            .blocker, side, objects,
            use + "could not log in there from the first run to the switchover",
            fix: .action(apart))
    }
}
