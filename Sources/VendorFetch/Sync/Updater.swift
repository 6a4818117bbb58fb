import Diagnostics
package import VendorCore

/// Moves contents to what their sources hold now, and keeps what was edited here.
package struct Updater: Sendable {
    let session: VendorSession
    let configuration: VendorConfiguration
    let lock: LockFile?
    let digestLock: DigestLock?

    package struct Outcome: Sendable {
        package let lock: LockFile
        package let changed: [String]
        /// Files with conflict markers, or edits that could not be brought together.
        package let conflicts: [String]
        /// Files whose edits went along.
        package let merged: [String]
        package let digests: [String: [String: DigestLock.Item]]
    }

    /// - Parameter configuration: with everything pinned that is not to move.
    package init(
        session: VendorSession, configuration: VendorConfiguration, lock: LockFile?,
        digestLock: DigestLock? = nil
    ) {
        self.session = session
        self.configuration = configuration
        self.lock = lock
        self.digestLock = digestLock
    }

    package func run() async throws -> Outcome {
        let synchronizer = Synchronizer(
            session: session, configuration: configuration, locked: lock)
        let jobs = await synchronizer.prepareAll()
        for job in jobs { _ = try job.ready.get() }
        try synchronizer.checkLinks(jobs, staged: true)
        var merges = Merges()
        var digests: [String: [String: DigestLock.Item]] = [:]
        for job in jobs {
            digests.merge(try job.sync.digests(try job.ready.get(), known: digestLock)) { $1 }
            try await merge(job.sync, try job.ready.get(), &merges)
        }
        var newLock = LockFile()
        var changed: [String] = []
        for job in jobs {
            var ready = try job.ready.get()
            if ready.needsSwap { ready.needsSwap = try job.sync.differs() }
            ready.edited = merges.edited
            try Task.checkCancellation()
            try job.sync.finish(ready)
            if ready.needsSwap { changed.append(job.sync.directory.path) }
            newLock.directories.append(
                LockedDirectory(path: job.sync.directory.path, contents: ready.lock))
        }
        return Outcome(
            lock: newLock, changed: changed, conflicts: merges.conflicts.sorted(),
            merged: merges.merged.sorted(), digests: digests)
    }

    private struct Merges {
        var conflicts: [String] = []
        var merged: [String] = []
        /// The contents they are in.
        var edited: Set<String> = []
    }

    private func merge(
        _ sync: DirectorySync, _ ready: DirectorySync.Ready, _ merges: inout Merges
    ) async throws {
        guard ready.needsSwap, let lock else { return }
        let baseline = Baseline(session: session, lock: lock)
        for (content, finding) in zip(sync.directory.contents, ready.findings) {
            let stage = sync.stage(content)
            guard case .staged = finding.outcome, Disk.exists(stage.target),
                let base = try await baseline.make(content, of: sync.directory)
            else { continue }
            let filter = try PathFilter(content.selection, contentPath: content.path)
            let merge = TreeMerge(base: base, ours: stage.target, theirs: stage.place)
            let result = try await merge.run { filter.ignores($0) }
            if !(result.conflicts + result.merged).isEmpty { merges.edited.insert(stage.target) }
            merges.conflicts += result.conflicts.map { "\(stage.target)/\($0)" }
            merges.merged += result.merged.map { "\(stage.target)/\($0)" }
        }
    }
}

/// Brings the edits of one folder into another one that is to take its place.
struct TreeMerge {
    let base: String
    let ours: String
    /// Becomes the result.
    let theirs: String

    func run(
        except isIgnored: (String) -> Bool
    ) async throws -> (merged: [String], conflicts: [String]) {
        let old = try DigestLock.items(of: base, except: isIgnored)
        let here = try DigestLock.items(of: ours, except: isIgnored)
        let new = try DigestLock.items(of: theirs, except: isIgnored)
        var merged: [String] = []
        var conflicts: [String] = []
        for path in Set(old.keys).union(here.keys).union(new.keys).sorted() {
            switch ThreeWayMerge.decide(base: old[path], ours: here[path], theirs: new[path]) {
            case .takeTheirs: break
            case .keepOurs:
                try keepOurs(path)
                merged.append(path)
            case .mergeText:
                if try await mergeText(path, hasBase: old[path] != nil) {
                    merged.append(path)
                } else {
                    conflicts.append(path)
                }
            case .conflict:
                if here[path] != nil { try keepOurs(path) }
                conflicts.append(path)
            }
        }
        return (merged, conflicts)
    }

    private func keepOurs(_ path: String) throws {
        let goal = "\(theirs)/\(path)"
        try Disk.remove(goal)
        guard Disk.exists("\(ours)/\(path)") else { return }
        try Disk.makeFolder(RelativePath.parent(goal), permissions: 0o755)
        try Disk.copy("\(ours)/\(path)", to: goal)
    }

    /// - Returns: false when the file holds conflict markers now, or cannot be merged by lines.
    private func mergeText(_ path: String, hasBase: Bool) async throws -> Bool {
        let bits = Disk.status("\(ours)/\(path)")?.permissions
        let result = try await Program(name: "git", environment: ["LC_ALL": "C"]).run([
            "merge-file", "-p", "--diff3", "-L", "edited here", "-L", "as it was locked", "-L",
            "from the source", "\(ours)/\(path)", hasBase ? "\(base)/\(path)" : "/dev/null",
            "\(theirs)/\(path)",
        ])
        // Binary files: git says so, and gives nothing back.
        guard result.isSuccess || !result.output.isEmpty else {
            try keepOurs(path)
            return false
        }
        try Disk.write(result.output, to: "\(theirs)/\(path)")
        if let bits { try Disk.setPermissions("\(theirs)/\(path)", bits) }
        return result.isSuccess
    }
}
