/// Jobs inside a server are no client sessions: no fence of roles ends them.
struct BackgroundJobsCheck: PreflightCheck {
    let id = "server.background-jobs"
    let title = "nothing inside the source writes by itself"
    let fine = "no extensions that run jobs by themselves"

    private static let jobExtensions: Set<String> = [
        "pg_cron", "pg_partman", "timescaledb", "pglogical", "bdr", "citus", "pg_task",
        "pg_timetable",
        "pg_background", "pg_squeeze", "pgq",
    ]

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.extensions) { database, extensions in
            extensions.filter { Self.jobExtensions.contains($0.name) }.map { found in
                Finding(
                    .warning, .source, in: database, ["extension \(found.name)"],
                    "may run jobs that write: they are not client sessions, and the fence does "
                        + "not end them",
                    fix: found.name == "pg_cron"
                        ? .sql(
                            "UPDATE cron.job SET active = false;  -- shortly before the switchover",
                            on: .source, in: database)
                        : .action("stop the jobs of \(found.name) before the switchover"))
            }
        }
    }
}
