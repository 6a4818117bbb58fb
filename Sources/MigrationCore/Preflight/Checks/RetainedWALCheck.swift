/// A server that gives slots up before the file's own ceiling is reached ends the migration early.
struct RetainedWALCheck: PreflightCheck {
    let id = "server.slot-wal-limit"
    let title = "how much log a slot may hold back"
    let fine = "slots keep their log up to the file's limit"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.settings) { side, settings in
            // In megabytes; -1 is no limit, and before 13 there was none.
            guard file.publishes(side), let limit = settings.int("max_slot_wal_keep_size"),
                limit >= 0
            else { return [] }
            let bytes = ByteCount(Int64(limit) << 20)
            guard bytes < file.limits.retainedWAL else { return [] }
            let line = limit > 0 ? "limits: {retained_wal: \(limit)MB}" : nil
            return [
                Finding(
                    limit == 0 ? .blocker : .warning, side, ["max_slot_wal_keep_size"],
                    "is \(bytes), less than retained_wal of the file with "
                        + "\(file.limits.retainedWAL): the slot would be lost first",
                    fix: line.map { .file($0) }
                        ?? settings.provider.remedy(
                            set: "max_slot_wal_keep_size", to: "-1", on: side, restart: false))
            ]
        }
    }
}
