package import Diagnostics
import Foundation
import VendorCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What was fetched before, by address: git objects, archives, images. Deleting it costs time only.
package struct FetchCache: Sendable {
    /// Absolute; nil when nothing is kept between runs.
    package let folder: String?
    /// The largest archive or layer that is kept; nil keeps any.
    package let largestFile: Int?

    package init(folder: String?, largestFile: Int? = nil) {
        self.folder = folder
        self.largestFile = largestFile
    }

    /// `VENDIR_CACHE_DIR`, or `apus/vendor` in the user's cache folder; `VENDIR_MAX_CACHE_SIZE`
    /// says how large one archive or layer may be.
    package static func standard(_ environment: [String: String]) throws(Diagnostic) -> FetchCache {
        var largest: Int?
        if let text = environment["VENDIR_MAX_CACHE_SIZE"], !text.isEmpty {
            largest = try ByteQuantity(text, of: "VENDIR_MAX_CACHE_SIZE").bytes
        }
        return FetchCache(folder: place(environment), largestFile: largest)
    }

    private static func place(_ environment: [String: String]) -> String? {
        if let named = environment["VENDIR_CACHE_DIR"], !named.isEmpty { return named }
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") {
            return "\(base)/apus/vendor"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.cache/apus/vendor"
    }

    /// A folder of the cache, made when it is not there.
    func place(_ kind: String, _ key: String) throws(Diagnostic) -> String? {
        guard let folder else { return nil }
        let place = "\(folder)/\(kind)/\(SHA256.hex(key.utf8).prefix(32))"
        try Disk.makeFolder(place, permissions: 0o700)
        return place
    }

    /// Where something is remembered under a key; read and written by whoever asks.
    func file(_ kind: String, _ key: String) -> String? {
        folder.map { "\($0)/\(kind)/\(SHA256.hex(key.utf8).prefix(32))" }
    }

    func read(_ kind: String, _ key: String) -> [UInt8]? {
        file(kind, key).flatMap { try? Disk.read($0) }
    }

    /// What cannot be kept is fetched again next time: no failure here is worth an error.
    func keep(_ text: String, _ kind: String, _ key: String) {
        guard let file = file(kind, key) else { return }
        try? Disk.makeFolder(RelativePath.parent(file), permissions: 0o700)
        try? Disk.replace(file, with: text)
    }

    /// Takes a finished file over, so that it can be linked or copied from here later.
    func keep(fileAt path: String, _ kind: String, _ key: String) {
        guard let file = file(kind, key), !Disk.exists(file) else { return }
        if let largestFile, (Disk.status(path)?.size ?? 0) > largestFile { return }
        try? Disk.makeFolder(RelativePath.parent(file), permissions: 0o700)
        let temporary = "\(file).\(getpid()).\(UInt32.random(in: 0 ... .max))"
        guard (try? Disk.copy(path, to: temporary)) != nil else { return }
        if rename(temporary, file) != 0 { unlink(temporary) }
    }
}

/// Keeps other processes out of a folder of the cache while one changes it.
struct FolderLock {
    private let descriptor: Int32

    /// Waits for whoever holds it; a killed holder holds nothing.
    init(_ folder: String) async throws {
        descriptor = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Disk.failure("could not lock", folder) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                close(descriptor)
                throw error
            }
        }
    }

    func release() { close(descriptor) }
}
