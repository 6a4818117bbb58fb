package import Diagnostics
import VendorCore

/// Where everything is made ready, beside what it will replace.
///
/// It is removed at the end. One that a killed run left behind disturbs nobody.
package struct StagingFolder: Sendable {
    package let path: String

    package init() throws(Diagnostic) {
        path = ".vendir-tmp-\(UInt32.random(in: 0 ... .max))"
        try Disk.makeFolder(path, permissions: 0o700)
    }

    /// A new folder's path; the folder itself is whoever asks to make.
    package func place(_ name: String) -> String { "\(path)/\(name)" }

    package func remove() { try? Disk.remove(path) }

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
