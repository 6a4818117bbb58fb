package import Diagnostics
import VendorCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where everything is made ready, beside what it will replace.
///
/// It is removed at the end. One that a killed run left behind is removed by the next run: nobody
/// holds its lock any more.
package struct StagingFolder: Sendable {
    package let path: String
    /// Open, and locked, for as long as the folder is in use.
    private let lock: Int32

    private static let prefix = ".vendir-tmp-"

    package init() throws(Diagnostic) {
        Self.removeAbandoned()
        path = Self.prefix + "\(UInt32.random(in: 0 ... .max))"
        try Disk.makeFolder(path, permissions: 0o700)
        lock = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        flock(lock, LOCK_EX | LOCK_NB)
    }

    /// Folders without a lock are another program's, and stay.
    private static func removeAbandoned() {
        for name in (try? Disk.names(in: ".")) ?? [] where name.hasPrefix(prefix) {
            let descriptor = open("\(name)/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? Disk.remove(name) }
        }
    }

    /// A new folder's path; the folder itself is whoever asks to make.
    package func place(_ name: String) -> String { "\(path)/\(name)" }

    package func remove() {
        try? Disk.remove(path)
        close(lock)
    }

    /// Puts a folder where another one stands, in one step where the file system can.
    ///
    /// - Parameter place: of the folder that becomes free.
    static func swap(_ new: String, into target: String, old place: String) throws(Diagnostic) {
        let parent = RelativePath.parent(target)
        if parent != "." { try Disk.makeFolder(parent, permissions: 0o700) }
        guard Disk.exists(target) else { return try Disk.move(new, to: target) }
        if Disk.exchange(new, target) { return try Disk.remove(new) }
        try Disk.move(target, to: place)
        do {
            try Disk.move(new, to: target)
        } catch {
            try? Disk.move(place, to: target)
            throw error
        }
        try Disk.remove(place)
    }
}
