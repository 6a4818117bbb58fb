import CLibArchive
import Diagnostics
import VendorCore

/// Unpacks zip, tar and compressed tar archives, each entry judged before it is written.
struct ArchiveUnpacker {
    /// As the reference does: a tar with anything but files and folders is no archive to it, and
    /// no executable bit survives.
    let isCompatible: Bool

    enum Outcome: Hashable { case unpacked, notAnArchive }

    /// - Parameter folder: is made, and left empty when the file is no archive.
    func unpack(_ archive: String, into folder: String) throws -> Outcome {
        try Disk.makeFolder(folder, permissions: 0o700)
        guard let reader = ArchiveReader(archive) else { return .notAnArchive }
        var judge = ArchiveJudge(packedSize: Disk.status(archive)?.size ?? 0)
        while let entry = try reader.next() {
            if isCompatible, !reader.isZip, entry.kind.isUnknownToReference {
                return .notAnArchive
            }
            switch try judge.judge(entry) {
            case .skip: break
            // Folders come with the files in them: empty ones do not stay in any case.
            case .folder: break
            case .file(let path, let permissions):
                let place = try place(path, in: folder)
                try reader.writeData(of: entry, to: place, mode(permissions), &judge)
            case .symbolicLink(let path, let target):
                let place = try place(path, in: folder)
                try? Disk.remove(place)
                if isCompatible {
                    // To the reference a link in a zip is a file that holds where it leads.
                    try Disk.write(Array(target.utf8), to: place)
                } else {
                    try Disk.makeLink(place, to: target)
                }
            case .copy(let path, let other):
                let place = try place(path, in: folder)
                try Disk.write(Disk.read("\(folder)/\(other)"), to: place)
                let bits = Disk.status("\(folder)/\(other)")?.permissions ?? 0o644
                try Disk.setPermissions(place, bits)
            }
        }
        return reader.isArchive ? .unpacked : .notAnArchive
    }

    private func place(_ path: String, in folder: String) throws -> String {
        let place = "\(folder)/\(path)"
        let parent = RelativePath.parent(place)
        if !Disk.exists(parent) { try Disk.makeFolder(parent, permissions: 0o700) }
        return place
    }

    /// Of an entry's mode only the executable bits matter; the rest is the user's mask.
    private func mode(_ permissions: UInt32) -> UInt32 {
        !isCompatible && permissions & 0o111 != 0 ? 0o777 : 0o666
    }
}

extension ArchiveEntry.Kind {
    fileprivate var isUnknownToReference: Bool {
        switch self {
        case .file, .folder: false
        case .symbolicLink, .hardLink, .device, .other: true
        }
    }
}
