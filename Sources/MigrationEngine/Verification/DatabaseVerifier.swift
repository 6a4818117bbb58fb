import MigrationCore
import PostgresCatalog
import PostgresClient

/// What comparing every row of every table found.
package struct VerificationReport: Sendable, Codable, Hashable {
    package var equal = true
    package var tables = 0
    package var rows: Int64 = 0
    /// Rows that changed at every look; the certificate of the switchover covers them.
    package var rowsInMotion = 0
    package var seconds = 0.0
    /// Each difference by table and key.
    package var differences: [String] = []
    /// Objects that are not the same on both sides, by name.
    package var schemaDifferences: [String] = []

    package init() {}

    package var isClean: Bool { equal && schemaDifferences.isEmpty }

    mutating func add(_ table: MovedTable, _ outcome: TableVerifier.Outcome) {
        tables += 1
        add(partOf: table, outcome)
    }

    /// One part of a table that is counted by itself.
    mutating func add(partOf table: MovedTable, _ outcome: TableVerifier.Outcome) {
        rows += outcome.rows
        rowsInMotion += outcome.inMotion
        guard !outcome.isEqual else { return }
        equal = false
        differences += outcome.differing.prefix(20).map { row in
            let key = zip(table.primaryKey, row.key).map { "\($0)=\($1 ?? "NULL")" }
            return key.isEmpty
                ? "\(table.name): a row without a key (hash \((row.key.first ?? nil) ?? "?"))"
                : "\(table.name): \(key.joined(separator: ", "))"
        }
        if outcome.differing.count > 20 {
            differences.append("\(table.name): \(outcome.differing.count - 20) more rows")
        }
    }
}

/// Compares the databases of both sides while they are written.
struct DatabaseVerifier: Sendable {
    let context: MigrationContext
    let link: Link

    func verify() async throws -> VerificationReport {
        context.progress.report(.phase("verify"))
        let start = ContinuousClock.now
        var report = VerificationReport()
        for database in context.databases {
            try await verify(database, into: &report)
        }
        report.seconds = (ContinuousClock.now - start).seconds
        return report
    }

    private func verify(_ database: String, into report: inout VerificationReport) async throws {
        let publisher = await context.connection(link.publisher, database)
        let tables = try await movedTables(on: publisher).filter { !$0.isUnlogged }
        let limits = context.file.limits
        let jobs = max(1, limits.copyJobs / 2)
        // A part is read on one side and then on the other: as many again keep both sides busy.
        let turns = Turns(jobs)
        var parts: [VerificationPart] = []
        for table in tables {
            parts += try await verificationParts(of: table, jobs: jobs, on: publisher)
        }
        let queue = VerificationQueue(parts, progress: context.progress, before: report)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let workers = min(2 * jobs, limits.sourceConnections - 4, parts.count)
            for number in 1...max(1, workers) {
                group.addTask { try await work(database, queue, turns, number) }
            }
            try await group.waitForAll()
        }
        report = await queue.report
    }

    private func work(
        _ database: String, _ queue: VerificationQueue, _ turns: Turns, _ number: Int
    ) async throws {
        let publisher = context.servers[link.publisher].newConnection(
            to: database, purpose: "verify \(number)")
        let subscriber = context.servers[link.subscriber].newConnection(
            to: database, purpose: "verify \(number)")
        for connection in [publisher, subscriber] {
            try await connection.execute(verificationSettings(context))
        }
        let slots = try await Observer(context).activeStreams(link)
            .filter { $0.database == database }.flatMap(\.names)
        var planning = ""
        while let (part, looksStill) = await queue.take() {
            try await context.throttle.payForStatement()
            let start = ContinuousClock.now
            if part.planning != planning {
                planning = part.planning
                for connection in [publisher, subscriber] {
                    try await connection.execute(planning)
                }
            }
            let verifier = TableVerifier(
                origin: publisher, destination: subscriber,
                queries: DigestQueries(
                    part.table, floatsAsBytes: hasOldFloats(context), range: part.range,
                    rows: part.rows))
            let outcome = try await verifier.compareLive(looksStill: looksStill, turns) {
                try await awaitApplied(slots, on: publisher)
            }
            await queue.finish(part, outcome)
            try await context.throttle.rest(after: .now - start)
        }
        await publisher.close()
        await subscriber.close()
    }
}

/// Floats inside composites print fewer digits on both sides where one side is older than 12.
func verificationSettings(_ context: MigrationContext) -> String {
    "SET lc_monetary = 'C'; SET extra_float_digits = \(hasOldFloats(context) ? 0 : 1)"
}

func hasOldFloats(_ context: MigrationContext) -> Bool {
    min(context.versions.source.major, context.versions.target.major) < 12
}

/// Waits until the subscribers behind slots have applied everything committed by now.
func awaitApplied(_ slots: [String], on publisher: PostgresConnection) async throws {
    let goal = try await publisher.query("SELECT pg_current_wal_lsn()").single ?? "0/0"
    for _ in 0..<60_000 {
        let done = try await publisher.query(
            """
            SELECT count(*) = cardinality($1::text[]) AND bool_and(r.replay_lsn >= $2::pg_lsn)
            FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid
            WHERE s.slot_name = ANY($1::text[])
            """, [array(slots), goal])
        if done.single == "t" { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    throw PostgresError.timedOut(after: .seconds(120), statement: "waiting for apply up to \(goal)")
}
