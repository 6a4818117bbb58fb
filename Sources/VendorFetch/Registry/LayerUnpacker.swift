import Diagnostics
import VendorCore

/// Lays one layer of an image over those before it.
struct LayerUnpacker {
    /// Names a file that a later layer takes away (OCI image layer specification).
    private static let whiteout = ".wh."
    private static let opaque = ".wh..wh..opq"

    func unpack(_ archive: String, into folder: String) throws {
        guard let reader = ArchiveReader(archive, allFilters: true) else {
            throw Diagnostic(.error, .registryFailed, "a layer is no archive")
        }
        var judge = ArchiveJudge(packedSize: Disk.status(archive)?.size ?? 0)
        var folders: [(path: String, permissions: UInt32)] = []
        while let entry = try reader.next() {
            let verdict = try judge.judge(entry)
            if try takeAway(entry, in: folder) { continue }
            switch verdict {
            case .skip: break
            case .folder(let path):
                try Disk.makeFolder("\(folder)/\(path)", permissions: 0o755)
                folders.append((path, entry.permissions))
            case .file(let path, let permissions):
                let place = try freePlace(path, in: folder)
                try reader.writeData(of: entry, to: place, permissions, &judge)
            case .symbolicLink(let path, let target):
                try Disk.makeLink(freePlace(path, in: folder), to: target)
            case .copy(let path, let other):
                try Disk.copy("\(folder)/\(other)", to: freePlace(path, in: folder))
            }
        }
        guard reader.isArchive else {
            throw Diagnostic(.error, .registryFailed, "a layer is no tar archive")
        }
        for (path, permissions) in folders.reversed() {
            try Disk.setPermissions("\(folder)/\(path)", permissions)
        }
    }

    private func freePlace(_ path: String, in folder: String) throws -> String {
        let place = "\(folder)/\(path)"
        try makeParents(of: path, in: folder)
        try Disk.remove(place)
        return place
    }

    /// Links of an earlier layer are not followed: they give way to a folder.
    private func makeParents(of path: String, in folder: String) throws {
        var at = folder
        for name in path.split(separator: "/").dropLast() {
            at += "/\(name)"
            if let status = Disk.status(at), status.kind != .folder { try Disk.remove(at) }
            try Disk.makeFolder(at, permissions: 0o755)
        }
    }

    /// Whether the entry only says that something is gone.
    private func takeAway(_ entry: ArchiveEntry, in folder: String) throws -> Bool {
        let name = RelativePath.name(entry.name)
        guard name.hasPrefix(Self.whiteout) else { return false }
        let parent = RelativePath.parent(entry.name)
        let place = parent == "." ? folder : "\(folder)/\(parent)"
        if name == Self.opaque {
            for child in (try? Disk.names(in: place)) ?? [] { try Disk.remove("\(place)/\(child)") }
        } else {
            try Disk.remove("\(place)/\(name.dropFirst(Self.whiteout.count))")
        }
        return true
    }
}
