import Foundation

/// What the fleet last put into a repository; it lies in the repository itself, so that it travels
/// with the files it speaks about.
package struct ConsumerLock: Hashable, Sendable, Codable {
    /// One file, as it was brought.
    package struct Entry: Hashable, Sendable, Codable {
        package var blob: String
        package var mode: FileVersion.Mode
        package var feature: String

        package init(_ version: FileVersion, feature: String) {
            blob = version.blob
            mode = version.mode
            self.feature = feature
        }

        package var version: FileVersion { FileVersion(blob, mode) }
    }

    package var fleet: String
    /// The centre's commit at the last change.
    package var centre: String
    /// Of everything that was desired then.
    package var desired: Fingerprint
    package var files: [String: Entry]

    package init(
        fleet: String, centre: String, desired: Fingerprint, files: [String: Entry] = [:]
    ) {
        self.fleet = fleet
        self.centre = centre
        self.desired = desired
        self.files = files
    }

    package static func path(fleet: String) -> String { ".apus/\(fleet).lock.json" }

    package static func read(_ bytes: [UInt8]) throws -> ConsumerLock {
        try JSONDecoder().decode(ConsumerLock.self, from: Data(bytes))
    }

    /// The file's contents: sorted, a line for each fact, so that it merges and reads well.
    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Strings and dictionaries of strings always encode.
        return ((try? encoder.encode(self)).map { Array($0) } ?? []) + [0x0A]
    }
}
