import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// What the catalogs of each database looked like when they were last known to be the same on both
/// sides. A later difference stops a switchover.
struct Fingerprints: Sendable {
    /// What the journal holds, a line for each database.
    private(set) var lines: [String] = []

    mutating func add(_ print: String, of database: String) {
        lines.append("\(database)\t\(print)")
    }

    /// Nothing is held of a database that was never looked at.
    func hold(_ print: String, of database: String) -> Bool {
        let line = ExactText("\(database)\t\(print)")
        return lines.contains { ExactText($0) == line }
    }
}

extension MigrationContext {
    /// What the catalogs of a side look like now.
    func fingerprints(of side: Side) async throws -> Fingerprints {
        var prints = Fingerprints()
        for database in databases {
            prints.add(
                try await catalogFingerprint(on: await connection(side, database)), of: database)
        }
        return prints
    }

    func record(_ prints: Fingerprints, on side: Side) async throws {
        try await replace(.fingerprint, with: prints.lines, on: side)
    }

    func recordedFingerprints(of side: Side) async throws -> Fingerprints {
        Fingerprints(lines: try await journal(side).entries().all(.fingerprint))
    }

    /// A database whose catalogs are no longer what was written down of them.
    func changedDatabase(on side: Side) async throws -> String? {
        let recorded = try await recordedFingerprints(of: side)
        for database in databases {
            let print = try await catalogFingerprint(on: await connection(side, database))
            if !recorded.hold(print, of: database) { return database }
        }
        return nil
    }
}

extension Diagnostic {
    static func schemaChanged(_ database: String, on side: Side) -> Diagnostic {
        Diagnostic(
            .error, .schemaChanged,
            "the schema of \(quoted(identifier: database)) changed on the \(side) since it was "
                + "copied",
            hint:
                "Make the same change on the \(side.other), type apus migrate accept-schema, and then "
                + "the same command again.")
    }
}
