import Foundation
import MigrationCore

/// What a migration did, for people and for scripts: written after every command into the state
/// folder, and printed by `apus migrate report`.
package struct MigrationReport: Codable, Sendable, Hashable {
    package struct Phase: Codable, Sendable, Hashable {
        package let name: String
        package var seconds: Double
    }

    package struct Copy: Codable, Sendable, Hashable {
        package var tables: Int
        package var rows: Int64
        package var bytes: Int64
        package var seconds: Double
    }

    package var migration: String
    package var databases: [String] = []
    package var versions: [String: String] = [:]
    package var phases: [Phase] = []
    package var copy: Copy?
    package var verification: VerificationReport?
    package var switchovers: [SwitchoverReport] = []
    package var warnings: [String] = []

    package init(migration: String) { self.migration = migration }

    package static let file = "report.json"

    package static func read(_ folder: StateFolder, migration: String) -> MigrationReport {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let text = folder.read(file),
            let report = try? decoder.decode(MigrationReport.self, from: Data(text.utf8))
        else { return MigrationReport(migration: migration) }
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

/// One JSON object with keys in snake case, in a stable order.
package func encodedForScripts(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
}
