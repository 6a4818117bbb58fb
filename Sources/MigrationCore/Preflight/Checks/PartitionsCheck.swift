/// Partitions are moved one by one; where a text decides about the partition, sorting must agree.
struct PartitionsCheck: PreflightCheck {
    let id = "table.partitions"
    let title = "partitioned tables"
    let fine = "no partitioned tables"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            let partitioned = tables.filter(\.isPartitioned)
            let byText = partitioned.filter { sortsByLibrary($0, database, facts) }
            if partitioned.isEmpty { return [] }
            if byText.isEmpty {
                return [
                    Finding(
                        .ok, .source, in: database,
                        "\(counted(partitioned.count, "partitioned table")) with "
                            + counted(tables.count(where: \.isPartition), "partition"))
                ]
            }
            return byText.map { finding($0, database) }
        }
    }

    private func finding(_ table: TableFacts, _ database: String) -> Finding {
        Finding(
            .warning, .source, in: database, [table.label],
            "is partitioned by ranges of text under collation \(table.textRangeCollation ?? ""): "
                + "a row may belong to another partition where texts sort otherwise",
            fix: .action(
                "make sure that both machines have the same version of the collation library "
                    + "(SELECT collname, pg_collation_actual_version(oid) FROM pg_collation), or "
                    + "partition under COLLATE \"C\""))
    }

    /// Whether a library of the machine orders the bounds, rather than the bytes of the texts.
    private func sortsByLibrary(
        _ table: TableFacts, _ database: String, _ facts: PreflightFacts
    ) -> Bool {
        guard let collation = table.textRangeCollation else { return false }
        guard collation == "default" else { return true }
        let entry = facts.servers.source.databases.value?.first { $0.name == database }
        return entry.map { $0.provider == "i" || !["C", "POSIX"].contains($0.collate) } ?? true
    }
}
