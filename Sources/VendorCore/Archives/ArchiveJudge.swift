package import Diagnostics

/// Says of each entry of an archive where it goes, before anything is written, or why the archive
/// is refused.
///
/// Refused with the name of the entry: absolute paths, paths and links that lead out of the
/// folder, what would be written through a link, device files, names that differ by letter case
/// only, and archives that grow beyond all measure.
package struct ArchiveJudge: Sendable {
    /// How large an archive may become.
    package struct Limits: Hashable, Sendable {
        package var entries = 500_000
        /// Of all files together, in bytes.
        package var bytes = 16 << 30
        /// How many times the archive's own size its files may have, once they are large.
        package var ratio = 1000
        /// Below this many bytes no ratio is too high.
        package var harmlessBytes = 64 << 20

        package init() {}
    }

    /// What to do with an entry.
    package enum Verdict: Hashable, Sendable {
        case file(path: String, permissions: UInt32)
        case folder(path: String)
        case symbolicLink(path: String, target: String)
        /// A copy of what was unpacked before.
        case copy(path: String, of: String)
        /// Nothing to write: the archive's own top.
        case skip
    }

    private let limits: Limits
    private let packedSize: Int
    private var entries = 0
    private var bytes = 0
    /// The kind of everything that was let in, by path.
    private var links: [String: String] = [:]
    private var files: Set<String> = []
    private var folded: [String: String] = [:]

    /// - Parameter packedSize: of the archive itself, in bytes.
    package init(packedSize: Int, limits: Limits = Limits()) {
        self.packedSize = packedSize
        self.limits = limits
    }

    package mutating func judge(_ entry: ArchiveEntry) throws(Diagnostic) -> Verdict {
        entries += 1
        guard entries <= limits.entries else {
            throw refused(entry, "the archive has more than \(limits.entries) entries")
        }
        let path = try checkedPath(entry.name, of: entry)
        if path == "." { return .skip }
        try checkParents(path, of: entry)
        switch entry.kind {
        case .folder:
            try checkCase(path, of: entry)
            return .folder(path: path)
        case .file(let size):
            try count(size, of: entry)
            try checkCase(path, of: entry)
            try checkNotLink(path, of: entry)
            files.insert(path)
            return .file(path: path, permissions: entry.permissions & 0o777)
        case .symbolicLink(let target):
            try checkTarget(target, at: path, of: entry)
            try checkCase(path, of: entry)
            links[path] = target
            return .symbolicLink(path: path, target: target)
        case .hardLink(let target):
            let other = try checkedPath(target, of: entry)
            try checkCase(path, of: entry)
            try checkNotLink(path, of: entry)
            guard files.contains(other) else {
                throw refused(entry, "it is a link to '\(target)', which is no file before it")
            }
            files.insert(path)
            return .copy(path: path, of: other)
        case .device: throw refused(entry, "it is a device file")
        case .other: throw refused(entry, "it is neither file, folder nor link")
        }
    }

    /// Bytes that came beyond what an entry announced.
    package mutating func count(_ size: Int, of entry: ArchiveEntry) throws(Diagnostic) {
        bytes += max(0, size)
        guard bytes <= limits.bytes else {
            throw refused(entry, "the archive unpacks to more than \(limits.bytes) bytes")
        }
        if bytes > limits.harmlessBytes, bytes / max(1, packedSize) > limits.ratio {
            throw refused(
                entry,
                "the archive unpacks to more than \(limits.ratio) times its size, as a zip bomb does"
            )
        }
    }

    // MARK: Checks

    private func checkedPath(_ name: String, of entry: ArchiveEntry) throws(Diagnostic) -> String {
        guard !name.utf8.contains(0) else { throw refused(entry, "its name holds a zero byte") }
        guard !name.hasPrefix("/") else { throw refused(entry, "its path is absolute") }
        // Of `a/../b`, too, nobody knows what it means once `a` is a link.
        guard !name.split(separator: "/").contains("..") else {
            throw refused(entry, "its path leads out of the folder")
        }
        return name.isEmpty ? "." : RelativePath.cleaned(name)
    }

    /// Nothing is written through a link, nor below a file.
    private func checkParents(_ path: String, of entry: ArchiveEntry) throws(Diagnostic) {
        var parent = RelativePath.parent(path)
        while parent != "." {
            if links[parent] != nil {
                throw refused(entry, "it would be written through the link '\(parent)'")
            }
            if files.contains(parent) { throw refused(entry, "'\(parent)' is a file") }
            parent = RelativePath.parent(parent)
        }
    }

    private func checkNotLink(_ path: String, of entry: ArchiveEntry) throws(Diagnostic) {
        if links[path] != nil { throw refused(entry, "it would be written through a link") }
    }

    /// Two names that are one on other machines: which of them stays would be a matter of luck.
    private mutating func checkCase(_ path: String, of entry: ArchiveEntry) throws(Diagnostic) {
        var at = path
        while at != "." {
            let key = at.lowercased()
            if let other = folded[key], other != at {
                throw refused(entry, "it differs from '\(other)' by letter case only")
            }
            folded[key] = at
            at = RelativePath.parent(at)
        }
    }

    private func checkTarget(
        _ target: String, at path: String, of entry: ArchiveEntry
    ) throws(Diagnostic) {
        guard !target.hasPrefix("/") else {
            throw refused(entry, "it links to '\(target)', which is an absolute path")
        }
        guard !target.isEmpty, !target.utf8.contains(0) else {
            throw refused(entry, "it links to nothing")
        }
        // Followed name by name: `a/..` leads elsewhere where `a` is a link.
        var at = RelativePath.parent(path)
        for name in target.split(separator: "/") where name != "." {
            if links[at] != nil { throw refused(entry, "it leads through another link") }
            if name == ".." {
                guard at != "." else {
                    throw refused(entry, "it links to '\(target)', which is outside of the folder")
                }
                at = RelativePath.parent(at)
            } else {
                at = RelativePath.joined(at, String(name))
            }
        }
    }

    private func refused(_ entry: ArchiveEntry, _ reason: String) -> Diagnostic {
        Diagnostic(
            .error, .archiveRefused, "archive entry '\(entry.name)' is refused: \(reason)",
            detail: "Nothing of the archive was kept.")
    }
}
