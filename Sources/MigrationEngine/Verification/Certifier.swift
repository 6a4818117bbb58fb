import MigrationCore
import PostgresCatalog
import PostgresClient

/// Compares the two snapshots that were pinned inside the write pause, while clients write on.
struct Certifier: Sendable {
    let crossing: Crossing

    func certify() async throws -> Certificate {
        let start = ContinuousClock.now
        var report = VerificationReport()
        var sequences = 0
        for lane in crossing.lanes {
            try await compare(lane, into: &report)
            sequences += lane.sequences.names.count
        }
        await crossing.closeSnapshots()
        return Certificate(
            equal: report.equal, tables: report.tables, rows: report.rows, sequences: sequences,
            seconds: (ContinuousClock.now - start).seconds, differences: report.differences)
    }

    private func compare(
        _ lane: Crossing.Lane, into report: inout VerificationReport
    ) async throws {
        let context = crossing.context
        for connection in [lane.originSnapshot, lane.destinationSnapshot] {
            try await connection.execute(verificationSettings(context))
        }
        let tables = try await movedTables(on: lane.originSnapshot)
        for table in tables where !table.isUnlogged {
            let verifier = TableVerifier(
                origin: lane.originSnapshot, destination: lane.destinationSnapshot,
                queries: DigestQueries(table, floatsAsBytes: hasOldFloats(context)))
            report.add(table, try await verifier.compareSnapshots())
        }
    }
}
