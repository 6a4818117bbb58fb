/// Sequences are set with a margin at the switchover, so one that is nearly used up has no room.
struct SequencesCheck: PreflightCheck {
    let id = "table.sequences"
    let title = "sequences have room"
    let fine = "every sequence has room"

    private static let nearlyUsedUp = 0.9

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.sequences) { database, sequences in
            let full = sequences.filter { !$0.cycles && $0.used > Self.nearlyUsedUp }
            guard full.isEmpty else { return full.map { finding($0, database) } }
            return [
                Finding(
                    .ok, .source, in: database,
                    "\(counted(sequences.count, "sequence")) with room, set at the switchover")
            ]
        }
    }

    private func finding(_ sequence: SequenceFacts, _ database: String) -> Finding {
        let last = sequence.lastValue.map(String.init) ?? "?"
        let end = sequence.increment > 0 ? sequence.maximum : sequence.minimum
        return Finding(
            .warning, .source, in: database, ["sequence \(sequence.qualifiedName)"],
            "stands at \(last), \(Int(sequence.used * 100)) % of its way to \(end)",
            fix: remedy(sequence, database))
    }

    private func remedy(_ sequence: SequenceFacts, _ database: String) -> Remedy {
        let isDown = sequence.increment < 0
        guard isDown ? sequence.minimum > .min : sequence.maximum < .max else {
            return .action(
                "nothing, if no value is drawn from it any more: it is at the end of bigint")
        }
        return .sql(
            "ALTER SEQUENCE \(sequence.qualifiedName.sql) AS bigint "
                + "NO \(isDown ? "MINVALUE" : "MAXVALUE");  -- and widen the columns that it fills",
            on: .source, in: database)
    }
}
