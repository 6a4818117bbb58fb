/// Logical decoding needs a log that carries rows.
struct WALLevelCheck: PreflightCheck {
    let id = "server.wal-level"
    let title = "the log carries what logical replication needs"
    let fine = "wal_level is logical where changes are published"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.settings) { side, settings in
            guard file.publishes(side), settings["wal_level"] != "logical" else { return [] }
            let seen = settings["wal_level"] ?? "not shown"
            let why = side == .target ? ", and the way back publishes from here" : ""
            return [
                Finding(
                    .blocker, side, "wal_level is \(seen), not logical\(why)",
                    fix: settings.provider.remedy(
                        set: "wal_level", to: "logical", on: side, restart: true))
            ]
        }
    }
}
