/// A consumer of the source's log, such as Debezium, does not follow by itself.
struct ForeignSlotsCheck: PreflightCheck {
    let id = "database.slots"
    let title = "logical slots of others"
    let fine = "no logical slots of others"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.slots.and(facts.databases).findings(.source) { slots, moved in
            let names = Set(moved.map(\.name))
            return slots.compactMap { slot in
                guard let database = slot.database, names.contains(database),
                    !file.isOurs(slot.name)
                else { return nil }
                let held = slot.retainedBytes.map { ", holds back \(ByteCount($0)) of WAL" } ?? ""
                let state = slot.isActive ? "is being read" : "is not being read"
                return Finding(
                    .warning, .source, in: database, ["slot \(quoted(identifier: slot.name))"],
                    "of plugin \(slot.plugin ?? "?") \(state)\(held), and does not go along: its "
                        + "consumer loses its place",
                    fix: .action(
                        "stop its consumer before the switchover and let it start anew on the "
                            + "target")
                )
            }
        }
    }
}
