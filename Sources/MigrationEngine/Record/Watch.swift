import Foundation
import MigrationCore
import PostgresClient

/// Looks at both servers while a command works, for the report: how far behind the other side is,
/// how fast the log grows, and where the log stood after the statements that were recorded.
///
/// It has sessions of its own and only reads, so nothing waits for it, in a write pause least of
/// all. What it cannot see it leaves out.
struct Watch: Sendable {
    let context: MigrationContext
    let recorder: ReportRecorder
    private let sessions: BothSides<PostgresConnection>

    init(_ context: MigrationContext, _ recorder: ReportRecorder) {
        self.context = context
        self.recorder = recorder
        func session(_ side: Side) -> PostgresConnection {
            let server = context.servers[side]
            return server.newConnection(to: server.maintenanceDatabase, purpose: "reader")
        }
        sessions = BothSides(source: session(.source), target: session(.target))
    }

    /// Looks until it is cancelled.
    func run(every interval: Duration = .milliseconds(500)) async {
        var looks = 0
        while !Task.isCancelled {
            await look()
            looks += 1
            // A program that is killed leaves what it saw until a moment ago.
            if looks % 10 == 0 { recorder.keep(in: context.folder) }
            try? await Task.sleep(for: interval)
        }
    }

    /// A last look, when nothing more will be changed.
    func end() async {
        await look()
        context.statements.close()
        for side in Side.allCases { await sessions[side].close() }
    }

    private func look() async {
        async let source = reading(.source)
        async let target = reading(.target)
        let readings = await BothSides(source: source, target: target)
        // Whose slots are read by the other side is the one that serves.
        let serving = readings.target?.lag != nil ? readings.target : readings.source
        recorder.sample(
            lag: serving?.lag, streams: serving?.streams ?? [], retained: serving?.retained,
            position: serving?.position)
    }

    private struct Reading: Sendable {
        let position: LSN?
        let lag: Int64?
        /// Of each stream that runs, in the order of their names.
        let streams: [Int64]
        let retained: Int64?
    }

    private func reading(_ side: Side) async -> Reading? {
        let mark = context.statements.mark(side.rawValue)
        let reading = await ask(side)
        if let mark {
            context.statements.reached(reading?.position, at: side.rawValue, through: mark)
        }
        return reading
    }

    private func ask(_ side: Side) async -> Reading? {
        let rows = try? await sessions[side].query(
            """
            SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END AS position,
                max(pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn))::bigint AS lag,
                string_agg(pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn)::bigint::text, ','
                    ORDER BY s.slot_name) AS streams,
                max(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn))::bigint AS retained
            FROM (SELECT slot_name, restart_lsn, active_pid FROM pg_replication_slots
                WHERE slot_name ~ $1) s
            LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
            """, [context.names.linkPattern], timeout: .seconds(2))
        guard let record = rows?.records.first else { return nil }
        return Reading(
            position: record[optional: "position"].flatMap { LSN($0) },
            lag: record[optional: "lag"].flatMap(Int64.init),
            streams: record["streams"].split(separator: ",").compactMap { Int64($0) },
            retained: record[optional: "retained"].flatMap(Int64.init))
    }
}

extension MigrationRunner {
    /// Does something while the servers are watched for the report.
    package func watched<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        let watch = Watch(context, recorder)
        let looking = Task { await watch.run() }
        let result: Result<Answer, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        looking.cancel()
        await looking.value
        // An interrupted command has cancelled this task; its last look is not part of it.
        await Task { await watch.end() }.value
        return try result.get()
    }
}
