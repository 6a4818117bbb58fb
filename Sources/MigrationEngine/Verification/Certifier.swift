import MigrationCore
import PostgresCatalog
import PostgresClient

/// Compares the two snapshots that were pinned inside the write pause, while clients write on.
///
/// The sessions that hold them lend them to others, so that several tables are read at once, and what
/// fails for one table costs no other its snapshot.
struct Certifier: Sendable {
    let crossing: Crossing

    private var context: MigrationContext { crossing.context }

    func certify() async throws -> Certificate {
        let start = ContinuousClock.now
        var certificate = Certificate(
            equal: true, tables: 0, rows: 0, sequences: 0, seconds: 0, differences: [])
        for lane in crossing.lanes {
            try await compare(lane, into: &certificate)
            certificate.sequences += lane.sequences.names.count
        }
        certificate.seconds = (ContinuousClock.now - start).seconds
        return certificate
    }

    private func compare(_ lane: Crossing.Lane, into certificate: inout Certificate) async throws {
        let snapshots = BothSides(
            source: try await lent(lane.snapshot(.source, of: crossing.origin)),
            target: try await lent(lane.snapshot(.target, of: crossing.origin)))
        let tables = try await movedTables(on: lane.originSnapshot).filter { !$0.isUnlogged }
        let jobs = max(1, context.file.limits.copyJobs / 2)
        var parts: [VerificationPart] = []
        for table in tables {
            parts += try await verificationParts(of: table, jobs: jobs, on: lane.originSnapshot)
        }
        let queue = CertificateQueue(parts)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...jobs {
                group.addTask { try await work(lane.database, snapshots, queue, number) }
            }
            try await group.waitForAll()
        }
        let rewritten = try await rewrittenTables(on: lane.originSnapshot)
            .union(try await rewrittenTables(on: lane.destinationSnapshot))
        let (report, unproven) = await queue.conclude(tables, rewritten: rewritten)
        certificate.add(report, unproven: unproven)
    }

    private func lent(_ connection: PostgresConnection) async throws -> String {
        try await connection.query("SELECT pg_export_snapshot()").single ?? ""
    }

    private func work(
        _ database: String, _ snapshots: BothSides<String>, _ queue: CertificateQueue,
        _ number: Int
    ) async throws {
        func session(_ side: Side) -> PostgresConnection {
            context.servers[side].newConnection(to: database, purpose: "certify \(number)")
        }
        let sessions = BothSides(source: session(.source), target: session(.target))
        for side in Side.allCases {
            try await sessions[side].execute(verificationSettings(context))
        }
        while let part = await queue.take() {
            do {
                await queue.finish(part, try await compare(part, sessions, snapshots))
            } catch let error as PostgresError where error.isAboutMissing {
                await queue.pass(part.table)
                for side in Side.allCases { _ = try? await sessions[side].execute("ROLLBACK") }
            }
        }
        for side in Side.allCases { await sessions[side].close() }
    }

    private func compare(
        _ part: VerificationPart, _ sessions: BothSides<PostgresConnection>,
        _ snapshots: BothSides<String>
    ) async throws -> TableVerifier.Outcome {
        for side in Side.allCases {
            try await sessions[side].execute(
                SnapshotSlot.beginning(snapshots[side]) + part.planning)
        }
        let outcome = try await TableVerifier(
            origin: sessions[crossing.origin], destination: sessions[crossing.destination],
            queries: DigestQueries(
                part.table, floatsAsBytes: hasOldFloats(context), range: part.range,
                rows: part.rows)
        ).compareSnapshots()
        for side in Side.allCases { try await sessions[side].execute("COMMIT") }
        return outcome
    }
}

extension Crossing.Lane {
    fileprivate func snapshot(_ side: Side, of origin: Side) -> PostgresConnection {
        side == origin ? originSnapshot : destinationSnapshot
    }
}

extension PostgresError {
    /// Of a table or a column that is not there any more.
    fileprivate var isAboutMissing: Bool { ["42P01", "42703"].contains(sqlState) }
}

/// What is still to be compared for a certificate, and what was found.
private actor CertificateQueue {
    private var waiting: [VerificationPart]
    private var outcomes: [MovedTable: TableVerifier.Outcome] = [:]
    private var gone: Set<MovedTable> = []

    init(_ parts: [VerificationPart]) { waiting = parts.reversed() }

    func take() -> VerificationPart? { waiting.popLast() }

    func finish(_ part: VerificationPart, _ outcome: TableVerifier.Outcome) {
        outcomes[part.table, default: .init()].add(outcome)
    }

    /// Nothing can be said of a table that somebody dropped meanwhile.
    func pass(_ table: MovedTable) { gone.insert(table) }

    /// - Parameter rewritten: what the snapshots no longer show as it was.
    func conclude(
        _ tables: [MovedTable], rewritten: Set<QualifiedName>
    ) -> (report: VerificationReport, unproven: [String]) {
        var report = VerificationReport()
        var unproven: [String] = []
        for table in tables {
            if gone.contains(table) || rewritten.contains(table.name) {
                unproven.append("\(table.name)")
            } else if let outcome = outcomes[table] {
                report.add(table, outcome)
            }
        }
        return (report, unproven)
    }
}
