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
                    let ((sessions, entries), moved) = $0
                    let names = Set(moved.map(\.name))
                    let open = open(entries, names, facts, side)
                    let lockedOut = sessions.filter {
                        isElsewhere($0, names) && $0.role != facts.ourRoleName(side)
                            && open.contains($0.role ?? "")
                    }
                    let groups = Dictionary(grouping: lockedOut) { $0.database ?? "" }
                    return groups.sorted { $0.key < $1.key }.map { database, sessions in
                        finding(database, Set(sessions.compactMap(\.role)).sorted(), side, file)
                    }
                }
        }
    }

    /// Roles that may connect: on the target those that the source's will let in, and those that are let
    /// in already.
    private func open(
        _ entries: [DatabaseEntry], _ names: Set<String>, _ facts: PreflightFacts, _ side: Side
    ) -> Set<String> {
        let there = side == .target ? facts.servers.target.databases.value ?? [] : []
        return Set((entries + there).filter { names.contains($0.name) }.flatMap(\.openTo))
    }

    private func isElsewhere(_ session: SessionFacts, _ names: Set<String>) -> Bool {
        session.mayBeClient && !session.isOurs && !ReservedNames.isRole(session.role ?? "")
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
