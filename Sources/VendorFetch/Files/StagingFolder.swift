package import Diagnostics
import Synchronization
import VendorCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where everything is made ready, beside what it will replace.
///
/// It is made when the first thing goes into it, so that a run with nothing to do writes nothing,
/// and removed at the end. One that a killed run left behind is removed by the next run: nobody
/// holds its lock any more.
package final class StagingFolder: Sendable {
    package let path: String
    /// Open, and locked, for as long as the folder is in use; nil before it is made.
    private let lock = Mutex<Int32?>(nil)

    private static let prefix = ".vendir-tmp-"

    package init() {
        Self.removeAbandoned()
        path = Self.prefix + "\(UInt32.random(in: 0 ... .max))"
    }

    /// Makes the folder, unless it is there already.
    package func make() throws(Diagnostic) {
        try lock.withLock { descriptor throws(Diagnostic) in
            guard descriptor == nil else { return }
            try Disk.makeFolder(path, permissions: 0o700)
            let opened = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard opened >= 0 else { throw Disk.failure("could not lock", path) }
            flock(opened, LOCK_EX | LOCK_NB)
            descriptor = opened
        }
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

    /// A path in the folder. Whoever writes to it calls ``make()`` first.
    package func place(_ name: String) -> String { "\(path)/\(name)" }

    package func remove() {
        lock.withLock { descriptor in
            guard let opened = descriptor else { return }
            try? Disk.remove(path)
            close(opened)
            descriptor = nil
        }
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
