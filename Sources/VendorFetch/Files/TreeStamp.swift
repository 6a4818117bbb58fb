package import Diagnostics
import VendorCore

/// What a folder holds, without reading it: kind, mode, size and times of everything in it.
///
/// Whoever edits a file changes its time, so an equal stamp means that nobody touched it.
package struct TreeStamp: Hashable, Sendable, Codable {
    let text: String

    package init(of folder: String) throws(Diagnostic) {
        guard let top = Disk.status(folder) else {
            text = "absent"
            return
        }
        var digest = SHA256()
        digest.update(Array("\(top.kind.rawValue) \(top.permissions)\n".utf8))
        if top.kind == .folder {
            for (path, status) in try Disk.walk(folder) {
                let times =
                    status.kind == .folder
                    ? "" : " \(status.size) \(status.modified) \(status.changed)"
                digest.update(
                    Array("\(path)\0\(status.kind.rawValue) \(status.permissions)\(times)\n".utf8))
            }
        }
        text = digest.hex()
    }
}

/// What a folder holds, by content: one line for each file and link.
package struct TreeContents: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package let permissions: UInt32
        package let kind: Disk.Kind
        /// SHA-256 of a file's bytes or of a link's target; empty for folders.
        package let digest: String
    }

    package private(set) var items: [String: Item] = [:]

    package init(of folder: String) throws(Diagnostic) {
        guard Disk.status(folder)?.kind == .folder else { return }
        for (path, status) in try Disk.walk(folder) {
            let place = "\(folder)/\(path)"
            let digest: String
            switch status.kind {
            case .file: digest = SHA256.hex(try Disk.read(place))
            case .link: digest = SHA256.hex(try Disk.target(ofLink: place).utf8)
            case .folder, .other: digest = ""
            }
            items[path] = Item(permissions: status.permissions, kind: status.kind, digest: digest)
        }
    }
}
