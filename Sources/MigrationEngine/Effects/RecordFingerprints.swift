package import MigrationCore
import PostgresCatalog

extension MigrationRunner {
    /// Writes down what the catalogs look like now; a later difference stops a switchover.
    package func recordFingerprints(on sides: [Side]) async throws {
        for side in sides { try await context.recordFingerprints(on: side) }
    }
}

extension MigrationContext {
    func recordFingerprints(on side: Side) async throws {
        let journal = await journal(side)
        try await journal.remove(.fingerprint)
        for database in databases {
            let fingerprint = try await catalogFingerprint(on: await connection(side, database))
            try await record(.fingerprint, "\(database)\t\(fingerprint)", on: side)
        }
    }
}
