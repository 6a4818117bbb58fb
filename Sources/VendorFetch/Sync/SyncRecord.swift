import Diagnostics
import Foundation
import VendorCore

/// What the last run left in a folder, remembered in the cache: enough to see that there is
/// nothing to do without fetching anything.
struct SyncRecord: Hashable, Sendable, Codable {
    /// Of the configuration and of what its source was, with a lock and without.
    var identities: [String]
    /// How the folder looked afterwards.
    var stamp: TreeStamp
    var fact: LockedFact

    private static let kind = "synced"

    /// - Parameter target: of the content; records of one path are one, wherever it is reached from.
    static func read(_ target: String, _ cache: FetchCache) -> SyncRecord? {
        guard let bytes = cache.read(kind, key(target)) else { return nil }
        return try? JSONDecoder().decode(SyncRecord.self, from: Data(bytes))
    }

    func keep(_ target: String, _ cache: FetchCache) {
        guard let data = try? JSONEncoder().encode(self) else { return }
        let bytes = Array(data)
        guard cache.read(Self.kind, Self.key(target)) != bytes else { return }
        cache.keep(String(decoding: bytes, as: UTF8.self), Self.kind, Self.key(target))
    }

    private static func key(_ target: String) -> String {
        "\(FileManager.default.currentDirectoryPath)\0\(target)"
    }
}
