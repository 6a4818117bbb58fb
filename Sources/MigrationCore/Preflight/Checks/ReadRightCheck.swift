/// The copy and the dump read every table and every sequence.
struct ReadRightCheck: PreflightCheck {
    let id = "role.read"
    let title = "our role may read every table and sequence"
    let fine = "our role may read every table and sequence"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        closedSchemas(facts) + closedTables(facts) + closedSequences(facts)
    }

    private func closedSchemas(_ facts: PreflightFacts) -> [Finding] {
        facts.eachDatabase(\.access) { database, access in
            guard !access.closedSchemas.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, .source, in: database,
                    access.closedSchemas.map { "schema \(quoted(identifier: $0))" },
                    "our role has no USAGE",
                    fix: remedy(
                        facts, database,
                        access.closedSchemas.map { "GRANT USAGE ON SCHEMA \(sql(identifier: $0))" }
                    ))
            ]
        }
    }

    private func closedTables(_ facts: PreflightFacts) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let closed = tables.filter { !$0.weMayRead }
            guard !closed.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, .source, in: database, closed.map(\.label),
                    "our role may not SELECT",
                    fix: remedy(
                        facts, database,
                        Set(closed.map(\.schema)).sorted().map {
                            "GRANT SELECT ON ALL TABLES IN SCHEMA \(sql(identifier: $0))"
                        }))
            ]
        }
    }

    private func closedSequences(_ facts: PreflightFacts) -> [Finding] {
        facts.eachDatabase(\.sequences) { database, sequences in
            let closed = sequences.filter { !$0.weMayRead }
            guard !closed.isEmpty else { return [] }
            return [
                Finding(
                    .blocker, .source, in: database,
                    closed.map { "sequence \($0.qualifiedName)" }, "our role may not SELECT",
                    fix: remedy(
                        facts, database,
                        Set(closed.map(\.schema)).sorted().map {
                            "GRANT SELECT ON ALL SEQUENCES IN SCHEMA \(sql(identifier: $0))"
                        }))
            ]
        }
    }

    /// From 14 on one grant opens everything.
    private func remedy(
        _ facts: PreflightFacts, _ database: String, _ grants: [String]
    ) -> Remedy {
        if facts.major(.source) >= 14 { return facts.grant("pg_read_all_data", on: .source) }
        return .sql(
            all: grants.map { "\($0) TO \(facts.ourRoleInSQL(.source));" }, on: .source,
            in: database)
    }
}
