import Diagnostics
package import VendorCore

extension DigestLock {
    /// The files and links of a folder, but for those that are left alone here.
    package static func items(
        of folder: String, except isIgnored: (String) -> Bool = { _ in false }
    ) throws -> [String: Item] {
        guard Disk.status(folder)?.kind == .folder else { return [:] }
        var items: [String: Item] = [:]
        for (path, status) in try Disk.walk(folder) where !isIgnored(path) {
            items[path] = try item("\(folder)/\(path)", status)
        }
        return items
    }

    private static func item(_ path: String, _ status: Disk.Status) throws -> Item? {
        switch status.kind {
        case .file:
            return Item(
                kind: status.permissions & 0o100 != 0 ? .executable : .file,
                digest: try Disk.digest(of: path))
        case .link:
            return Item(kind: .link, digest: SHA256.hex(try Disk.target(ofLink: path).utf8))
        case .folder, .other: return nil
        }
    }
}
