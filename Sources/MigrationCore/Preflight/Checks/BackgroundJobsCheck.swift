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

    /// What PostgreSQL itself starts.
    private static let builtIn: Set<String> = [
        "client backend", "autovacuum launcher", "autovacuum worker",
        "logical replication launcher",
        "logical replication worker", "logical replication apply worker",
        "logical replication parallel worker", "logical replication tablesync worker",
        "parallel worker", "background writer", "checkpointer", "archiver", "startup",
        "walreceiver", "walsender", "walwriter", "walsummarizer", "slotsync worker", "io worker",
        "standalone backend", "background worker",
    ]

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        extensions(facts) + workers(facts)
    }

    private func workers(_ facts: PreflightFacts) -> [Finding] {
        facts.servers.source.sessions.findings(.source) { sessions in
            let kinds = Set(sessions.compactMap(\.kind)).subtracting(Self.builtIn).sorted()
            guard !kinds.isEmpty else { return [] }
            return [
                Finding(
                    .warning, .source, kinds,
                    "run inside the server, are not client sessions, and may write past the fence",
                    fix: .action("find out what they write, and stop it before the switchover"))
            ]
        }
    }

    private func extensions(_ facts: PreflightFacts) -> [Finding] {
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
