/// Objects with our names are an unfinished migration, or the remains of one.
struct LeftoversCheck: PreflightCheck {
    let id = "database.leftovers"
    let title = "nothing is left of another migration"
    let fine = "nothing is left of another migration"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        objects(facts, file) + slots(facts)
    }

    private func objects(_ facts: PreflightFacts, _ file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.leftovers) { database, leftovers in
            guard !leftovers.isEmpty else { return [] }
            return [
                Finding(
                    .warning, .source, in: database,
                    leftovers.map { "\($0.kind) \($0.label)" },
                    "was made by a migration that is not finished",
                    fix: .action(
                        "apus migrate run to go on, or apus migrate abort to clean up"))
            ]
        }
    }

    private func slots(_ facts: PreflightFacts) -> [Finding] {
        facts.eachSide(\.slots) { side, slots in
            slots.filter { $0.name.hasPrefix("apus_") }.map { slot in
                Finding(
                    .warning, side, ["slot \(slot.name)"],
                    "was made by a migration that is not finished, and holds back "
                        + "\(ByteCount(slot.retainedBytes ?? 0)) of WAL",
                    fix: .action(
                        "apus migrate run to go on, apus migrate abort to clean up; only if "
                            + "nothing knows that migration any more: SELECT "
                            + "pg_drop_replication_slot(\(sql(literal: slot.name)));"))
            }
        }
    }
}
