/// pg_dump locks every table of a database in one transaction, and so does a fence of tables.
struct LocksCheck: PreflightCheck {
    let id = "server.locks"
    let title = "room in the lock table"
    let fine = "the lock tables hold every table at once"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.tables) { database, tables in
            facts.eachSide(\.settings) { side, settings in
                judge(tables.count, settings, side, database)
            }
        }
    }

    private func judge(
        _ tables: Int, _ settings: ServerSettings, _ side: Side, _ database: String
    ) -> [Finding] {
        guard let each = settings.int("max_locks_per_transaction"),
            let connections = settings.int("max_connections")
        else {
            return [
                Finding(.unknown, side, ["max_locks_per_transaction"], "the setting is not shown")
            ]
        }
        let sessions = connections + (settings.int("max_prepared_transactions") ?? 0)
        let room = each * sessions
        guard tables * 2 > room else { return [] }
        return [
            Finding(
                tables > room ? .blocker : .warning, side, in: database,
                ["max_locks_per_transaction"],
                "the lock table has room for \(room) locks, and \(tables) tables are locked at once",
                fix: settings.provider.remedy(
                    set: "max_locks_per_transaction",
                    to: String(max(each * 2, tables * 4 / max(1, sessions))), on: side,
                    restart: true))
        ]
    }
}
