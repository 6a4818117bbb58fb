/// From 18 on a server may drop slots that nobody reads, and ours wait during copy and watch.
struct IdleSlotCheck: PreflightCheck {
    let id = "server.idle-slot-timeout"
    let title = "slots that wait are kept"
    let fine = "no server gives up slots for being idle"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachSide(\.settings) { side, settings in
            guard file.publishes(side), let limit = settings.int("idle_replication_slot_timeout"),
                limit > 0
            else { return [] }
            return [
                Finding(
                    .blocker, side, ["idle_replication_slot_timeout"],
                    "is \(limit): a slot that waits that long is lost, and with it the migration",
                    fix: settings.provider.remedy(
                        set: "idle_replication_slot_timeout", to: "0", on: side, restart: false))
            ]
        }
    }
}
