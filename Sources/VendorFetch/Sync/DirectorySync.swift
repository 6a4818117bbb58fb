import Diagnostics
import VendorCore

/// Makes one directory ready, and puts it where it belongs.
struct DirectorySync: Sendable {
    let session: VendorSession
    let directory: VendoredDirectory
    /// Where it is made ready; a folder of its own.
    let place: String
    let locked: LockedDirectory?

    /// A directory that is ready to be put in its place.
    struct Ready: Sendable {
        let findings: [ContentSync.Finding]
        /// False when what stands there is already right.
        var needsSwap: Bool
        /// Whether anything was put into the place where it is made ready.
        let wasMadeReady: Bool
        /// Whether only its contents are replaced, and what is beside them stays.
        let isPartial: Bool
        /// Contents that hold edits made here: the next sync must not take them for its own.
        var edited: Set<String> = []

        var lock: [LockedContent] { findings.map(\.locked) }
    }

    func stage(_ content: VendoredContent) -> ContentStage {
        ContentStage(
            session: session, directory: directory, content: content,
            place: content.fillsDirectory ? place : "\(place)/\(content.path)")
    }

    // MARK: Making ready

    func prepare() async throws -> Ready {
        let isPartial = !session.options.overrides.isEmpty
        let findings = try await findings()
        let changed = findings.contains { if case .staged = $0.outcome { true } else { false } }
        guard try changed || !isPartial && !holdsOnlyContents() else {
            return Ready(
                findings: findings, needsSwap: false, wasMadeReady: false, isPartial: isPartial)
        }
        try session.make(place)
        for (content, finding) in zip(directory.contents, findings) {
            if case .upToDate = finding.outcome { try stage(content).stageExisting() }
        }
        if let bits = directory.permissions { try Disk.setPermissions(place, bits) }
        let differs = try isPartial || !isSame()
        return Ready(
            findings: findings, needsSwap: differs, wasMadeReady: true, isPartial: isPartial)
    }

    /// Side by side; the first failure in the order of the configuration is the one that is told.
    private func findings() async throws -> [ContentSync.Finding] {
        let results = await withTaskGroup(
            of: (Int, Result<ContentSync.Finding, any Error>).self
        ) { group in
            for (index, content) in directory.contents.enumerated() {
                let sync = ContentSync(
                    session: session, stage: stage(content), locked: locked?.content(content.path))
                group.addTask { await (index, Self.result { try await sync.run() }) }
            }
            return await group.reduce(into: [Int: Result<ContentSync.Finding, any Error>]()) {
                $0[$1.0] = $1.1
            }
        }
        return try directory.contents.indices.compactMap { index in
            do {
                return try results[index]?.get()
            } catch let error as Diagnostic {
                throw error.inContent(directory.contents[index], of: directory)
            }
        }
    }

    static func result<Value: Sendable>(
        _ body: () async throws -> Value
    ) async -> Result<Value, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// Whether nothing stands in the directory but its contents and what leads to them.
    private func holdsOnlyContents() throws -> Bool {
        guard let status = Disk.status(directory.path), status.kind == .folder else {
            return directory.contents.isEmpty
        }
        if status.permissions != directory.permissions ?? 0o700,
            !directory.contents.contains(where: \.fillsDirectory)
        {
            return false
        }
        if directory.contents.contains(where: \.fillsDirectory) { return true }
        return try holdsOnly(directory.contents.map(\.path), below: "")
    }

    private func holdsOnly(_ paths: [String], below prefix: String) throws -> Bool {
        for name in try Disk.names(in: "\(directory.path)/\(prefix)") {
            let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
            if paths.contains(path) { continue }
            guard paths.contains(where: { $0.hasPrefix(path + "/") }) else { return false }
            guard try holdsOnly(paths, below: path) else { return false }
        }
        return true
    }

    /// Whether what was made ready differs from what stands there.
    func differs() throws -> Bool { try !isSame() }

    private func isSame() throws -> Bool {
        guard let old = Disk.status(directory.path), let new = Disk.status(place),
            old.kind == .folder, old.permissions == new.permissions
        else { return false }
        return try TreeContents(of: place) == TreeContents(of: directory.path)
    }

    /// The digests of what came from the sources.
    ///
    /// - Parameter known: from before; what is as it was needs no reading.
    func digests(
        _ ready: Ready, known: DigestLock?
    ) throws -> [String: [String: DigestLock.Item]] {
        var result: [String: [String: DigestLock.Item]] = [:]
        for (content, finding) in zip(directory.contents, ready.findings) {
            if case .manual = content.source { continue }
            let stage = stage(content)
            let filter = try PathFilter(content.selection, contentPath: content.path)
            switch finding.outcome {
            case .staged:
                result[stage.target] = try DigestLock.items(of: stage.place) { filter.ignores($0) }
            case .upToDate:
                result[stage.target] =
                    try known?.contents[stage.target]
                    ?? DigestLock.items(of: stage.target) { filter.ignores($0) }
            }
        }
        return result
    }

    // MARK: Putting in place

    func finish(_ ready: Ready) throws {
        if ready.needsSwap {
            if ready.isPartial {
                try swapContents()
            } else {
                try StagingFolder.swap(place, into: directory.path, old: place + ".old")
            }
            if let bits = directory.permissions { try Disk.setPermissions(directory.path, bits) }
        }
        // What was linked to be made ready has other times now than it had, and will have once more
        // when the links go.
        let wasMadeReady = ready.wasMadeReady
        if wasMadeReady, !ready.needsSwap { try Disk.remove(place) }
        for (content, finding) in zip(directory.contents, ready.findings) {
            let target = stage(content).target
            // What is as it was is remembered already, unless its directory was made ready anew.
            if wasMadeReady, !ready.edited.contains(target) { try remember(finding, target) }
        }
    }

    private func swapContents() throws {
        try Disk.makeFolder(directory.path, permissions: 0o700)
        for content in directory.contents {
            let stage = stage(content)
            try StagingFolder.swap(stage.place, into: stage.target, old: place + ".old")
        }
    }

    private func remember(_ finding: ContentSync.Finding, _ target: String) throws {
        guard !finding.identities.isEmpty else { return }
        SyncRecord(
            identities: finding.identities, stamp: try TreeStamp(of: target),
            fact: finding.outcome.fact
        ).keep(target, session.cache)
    }

    /// Every link leads to something within the directory.
    ///
    /// - Parameter folder: the directory, or what will become it.
    func checkLinks(in folder: String) throws {
        guard let top = Disk.resolved(folder) else { return }
        for (path, status) in try Disk.walk(folder) where status.kind == .link {
            try LinkRule.check(
                "\(directory.path)/\(path)", destination: Disk.resolved("\(folder)/\(path)"),
                top: top)
        }
    }
}

extension Diagnostic {
    /// With the content it is about.
    func inContent(_ content: VendoredContent, of directory: VendoredDirectory) -> Diagnostic {
        var told = self
        told.message =
            "syncing '\(RelativePath.joined(directory.path, content.path))' "
            + "(\(content.source.key)): \(message)"
        if told.place == nil { told.place = content.place }
        return told
    }
}
