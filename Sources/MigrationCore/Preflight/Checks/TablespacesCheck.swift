/// A tablespace is a folder of one machine.
struct TablespacesCheck: PreflightCheck {
    let id = "database.tablespaces"
    let title = "tablespaces exist on the target"
    let fine = "nothing lies in a tablespace that the target lacks"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.target.tablespaces.findings(.target) { tablespaces in
            let there = Set(tablespaces.map(\.name))
            return facts.eachDatabase(\.tablespaceUses) { database, uses in
                let missing = Dictionary(grouping: uses) { $0.detail ?? "" }
                    .filter { !there.contains($0.key) }
                return missing.sorted { $0.key < $1.key }.map { tablespace, relations in
                    Finding(
                        .warning, .source, in: database, relations.map(\.label),
                        "lies in tablespace \(tablespace), which the target does not have: it "
                            + "will lie in the default one",
                        fix: .sql(
                            "CREATE TABLESPACE \(sql(identifier: tablespace)) LOCATION '…';",
                            on: .target))
                }
            }
        }
    }
}
