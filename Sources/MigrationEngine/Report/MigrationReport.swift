import Foundation
package import MigrationCore

/// What a migration did, for people and for scripts: written after every command into the state
/// folder, and printed by `apus migrate report`.
package struct MigrationReport: Encodable, Sendable, Hashable {
    package struct Phase: Codable, Sendable, Hashable {
        package let name: String
        package var seconds: Double

        package init(name: String, seconds: Double) {
            self.name = name
            self.seconds = seconds
        }
    }

    package struct Copy: Codable, Sendable, Hashable {
        package var tables: Int
        package var rows: Int64
        package var bytes: Int64
        package var seconds: Double

        package init(tables: Int, rows: Int64, bytes: Int64, seconds: Double) {
            self.tables = tables
            self.rows = rows
            self.bytes = bytes
            self.seconds = seconds
        }
    }

    package var migration: String
    package var databases: [String] = []
    /// `source` and `target`, and the programs that took part, by name.
    package var versions: [String: String] = [:]
    package var phases: [Phase] = []
    package var copy: Copy?
    package var verification: VerificationReport?
    package var switchovers: [SwitchoverReport] = []
    package var warnings: [String] = []
    /// The commands that worked on it, the oldest first; a long life loses its beginning.
    package var runs: [CommandRun] = []
    /// When which phase was entered, in the order of time.
    package var spans: [PhaseSpan] = []
    /// What the last preflight found.
    package var checks: [CheckOutcome] = []
    package var samples: [Sample] = []
    /// Only in what `report` prints: they are kept in a file of their own.
    package var statements: [StatementRecord]?
    package var statementsOmitted: Int?

    package init(migration: String) { self.migration = migration }

    package static let file = "report.json"

    package static func read(_ folder: StateFolder, migration: String) -> MigrationReport {
        folder.read(file).flatMap { MigrationReport(json: $0) }
            ?? MigrationReport(migration: migration)
    }

    /// nil where the text is no report.
    package init?(json text: String) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let report = try? decoder.decode(MigrationReport.self, from: Data(text.utf8)) else {
            return nil
        }
        self = report
    }

    /// The report with every statement that changed a server.
    package static func readWhole(_ folder: StateFolder, migration: String) -> MigrationReport {
        var report = read(folder, migration: migration)
        let history = StatementHistory.read(folder)
        report.statements = history.records
        report.statementsOmitted = history.omitted
        return report
    }

    package func write(_ folder: StateFolder) throws {
        try folder.write(json, to: Self.file)
    }

    package var json: String { encodedForScripts(self) }

    /// Time of the same phase in several runs adds up.
    package mutating func add(_ phase: String, seconds: Double) {
        if let index = phases.firstIndex(where: { $0.name == phase }) {
            phases[index].seconds += seconds
        } else {
            phases.append(Phase(name: phase, seconds: seconds))
        }
    }
}

extension MigrationReport: Decodable {
    private enum Key: String, CodingKey {
        case migration, databases, versions, phases, copy, verification, switchovers, warnings
        case runs, spans, checks, samples
    }

    /// What an older version did not write is empty.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func list<Value: Decodable>(_ key: Key) throws -> [Value] {
            try values.decodeIfPresent([Value].self, forKey: key) ?? []
        }
        self.init(migration: try values.decode(String.self, forKey: .migration))
        databases = try list(.databases)
        versions = try values.decodeIfPresent([String: String].self, forKey: .versions) ?? [:]
        phases = try list(.phases)
        copy = try values.decodeIfPresent(Copy.self, forKey: .copy)
        verification = try values.decodeIfPresent(VerificationReport.self, forKey: .verification)
        switchovers = try list(.switchovers)
        warnings = try list(.warnings)
        runs = try list(.runs)
        spans = try list(.spans)
        checks = try list(.checks)
        samples = try list(.samples)
    }
}

/// One JSON object with keys in snake case, in a stable order.
package func encodedForScripts(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
}
