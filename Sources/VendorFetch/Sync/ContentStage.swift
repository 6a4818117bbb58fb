import Diagnostics
import VendorCore

/// Makes one content ready: fetched, filtered, moved to its new root, with what is to be kept.
struct ContentStage: Sendable {
    let session: VendorSession
    let directory: VendoredDirectory
    let content: VendoredContent
    /// Where it is made ready.
    let place: String

    /// Where it stands in the end.
    var target: String { RelativePath.joined(directory.path, content.path) }

    func stage(_ resolved: ResolvedSource, temporary: String) async throws -> LockedFact {
        let filter = try PathFilter(content.selection, contentPath: content.path)
        try makeParent()
        try session.make(temporary)
        if case .plain(.manual) = resolved { return try stageManual() }
        let fact = try await session.fetch(
            resolved, into: place, temporary: temporary, keeps: { filter.keeps($0) })
        try keepSelected(filter)
        try moveRoot(temporary)
        try copyIgnored(filter)
        if let bits = content.permissions ?? directory.permissions {
            try Disk.setPermissions(place, bits)
        }
        return fact
    }

    private func makeParent() throws(Diagnostic) {
        try session.staging.make()
        try Disk.makeFolder(RelativePath.parent(place), permissions: 0o700)
    }

    /// What stands there already, as it is.
    ///
    /// Files are linked, not copied: the old folder goes away, and nothing is lost when the run
    /// is killed in between.
    func stageExisting() throws(Diagnostic) {
        try makeParent()
        try Disk.copy(target, to: place, linksFiles: true)
    }

    private func stageManual() throws(Diagnostic) -> LockedFact {
        guard Disk.exists(target) else {
            throw Diagnostic(
                .error, .fileFailed,
                "moving directory '\(target)' to staging dir: no such file or directory",
                hint: "Contents with `manual: {}` are yours to make.")
        }
        try stageExisting()
        return .manual
    }

    // MARK: Selecting

    private func keepSelected(_ filter: PathFilter) throws(Diagnostic) {
        var kept = 0
        var seen = 0
        for (path, status) in try Disk.walk(place) where status.kind != .folder {
            seen += 1
            if filter.keeps(path) { kept += 1 } else { try Disk.remove("\(place)/\(path)") }
        }
        guard kept > 0 else {
            throw Diagnostic(
                .error, .nothingSelected,
                "filtering paths in directory '\(content.path)': expected to find at least one "
                    + "file within directory",
                hint: "Look at `includePaths` and `excludePaths`; everything in a folder is "
                    + "matched by `folder/**/*`.")
        }
        _ = try removeEmptyFolders(place, isTop: true)
    }

    /// - Returns: whether the folder stays.
    private func removeEmptyFolders(_ folder: String, isTop: Bool) throws(Diagnostic) -> Bool {
        var stays = false
        for name in try Disk.names(in: folder) {
            let path = "\(folder)/\(name)"
            if Disk.status(path)?.kind == .folder {
                if try removeEmptyFolders(path, isTop: false) { stays = true }
            } else {
                stays = true
            }
        }
        if !stays, !isTop { try Disk.remove(folder) }
        return stays
    }

    private func moveRoot(_ temporary: String) throws(Diagnostic) {
        guard !content.newRootPath.isEmpty else { return }
        let root = try NewRoot(content.newRootPath)
        guard !root.path.isEmpty else { return }
        let source = "\(place)/\(root.path)"
        guard let status = Disk.status(source) else {
            throw root.missing(in: try Disk.walk(place).map(\.path))
        }
        guard status.kind == .folder else {
            throw Diagnostic(
                .error, .newRootInvalid, "'\(content.newRootPath)' is no folder of the source")
        }
        let aside = "\(temporary)/new-root"
        try Disk.move(source, to: aside)
        try Disk.remove(place)
        try Disk.move(aside, to: place)
    }

    // MARK: What stays as it is here

    private func copyIgnored(_ filter: PathFilter) throws(Diagnostic) {
        guard filter.ignoresAnything, Disk.status(target)?.kind == .folder else { return }
        for (path, status) in try Disk.walk(target) where filter.ignores(path) {
            let source = "\(target)/\(path)"
            if status.kind == .folder {
                guard !session.options.isCompatible else {
                    throw Diagnostic(
                        .error, .fileFailed,
                        "copying existing content to staging: \(source) is "
                            + "not a regular file")
                }
                try copyFolder(path)
            } else {
                try copyFile(path)
            }
        }
    }

    private func copyFolder(_ path: String) throws(Diagnostic) {
        for (inner, status) in try Disk.walk("\(target)/\(path)") where status.kind != .folder {
            try copyFile("\(path)/\(inner)")
        }
    }

    private func copyFile(_ path: String) throws(Diagnostic) {
        let goal = "\(place)/\(path)"
        try Disk.makeFolder(RelativePath.parent(goal), permissions: 0o700)
        try Disk.remove(goal)
        if session.options.isCompatible {
            try Disk.copyFile("\(target)/\(path)", to: goal, permissions: 0o666)
        } else {
            try Disk.copy("\(target)/\(path)", to: goal)
        }
    }
}
