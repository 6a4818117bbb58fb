import VendorCore
import VendorFetch

extension VendorWorkspace {
    /// Beside the lock, under a name vendir passes over.
    var digestFile: String { DigestLock.name(beside: options.lockFile) }

    func digests() throws -> DigestLock? {
        guard Disk.exists(digestFile) else { return nil }
        return try DigestLock(reading: Disk.readText(digestFile), file: digestFile)
    }

    /// Writes what was found; contents that were not looked at keep their digests.
    func writeDigests(_ found: [String: [String: DigestLock.Item]]) throws {
        var digests = try self.digests() ?? DigestLock()
        let known = Set(
            configuration.directories.flatMap { directory in
                directory.contents.map { RelativePath.joined(directory.path, $0.path) }
            })
        digests.contents = digests.contents.filter { known.contains($0.key) }
        digests.contents.merge(found) { $1 }
        if Disk.exists(digestFile), try Disk.readText(digestFile) == digests.text { return }
        try Disk.replace(digestFile, with: digests.text, permissions: 0o644)
    }

    /// Every content with the directory it is in, and its path from here.
    var contents: [(path: String, content: VendoredContent, directory: VendoredDirectory)] {
        configuration.directories.flatMap { directory in
            directory.contents.map {
                (RelativePath.joined(directory.path, $0.path), $0, directory)
            }
        }
    }
}
