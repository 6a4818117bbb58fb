/// What has to change in a repository, and what is deliberately left as it is.
package struct ConsumerChange: Hashable, Sendable {
    /// Something a person should know about one file.
    package struct Note: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case edited, removedByHand = "removed_by_hand", merged, conflict, released, existing
        }

        package var path: String
        package var kind: Kind

        package init(_ path: String, _ kind: Kind) {
            self.path = path
            self.kind = kind
        }
    }

    /// A file that was edited on both sides.
    package struct Merge: Hashable, Sendable {
        package var path: String
        package var base: FileVersion
        package var there: FileVersion
        package var desired: FileVersion
    }

    /// How joining a file went.
    package enum MergeOutcome: Hashable, Sendable {
        case clean(FileVersion)
        case conflict
    }

    package private(set) var writes: [String: FileVersion] = [:]
    package private(set) var removals: Set<String> = []
    package private(set) var merges: [Merge] = []
    package private(set) var notes: [Note] = []
    /// To be written beside the files, when anything is written.
    package private(set) var lock: ConsumerLock
    private let feature: [String: String]
    private var lockWasThere: Bool

    /// - Parameters:
    ///   - lock: what was last brought; nil when there is no lock yet.
    ///   - centre: the commit the desired files are from.
    ///   - there: every file of the repository.
    ///   - isFromCentre: see ``FileDecision``; asked only where there is no lock entry.
    package init(
        fleet: String, centre: String, lock old: ConsumerLock?, desired: DesiredFiles,
        there: FileTree, isFromCentre: (FileVersion) -> Bool = { _ in false }
    ) {
        lock = ConsumerLock(fleet: fleet, centre: centre, desired: desired.fingerprint)
        feature = desired.entries.mapValues(\.feature)
        lockWasThere = old != nil
        let folders = Self.folders(of: there)
        let paths = Set(desired.entries.keys).union(old.map { Set($0.files.keys) } ?? [])
        for path in paths.sorted() {
            let entry = desired.entries[path]
            let applied = old?.files[path]
            if applied == nil, folders.contains(path) || Self.hasFileAbove(path, there) {
                notes.append(Note(path, .existing))
                continue
            }
            let decision = FileDecision(
                applied: applied?.version, desired: entry?.version, there: there[path],
                replacesExisting: entry?.replacesExisting ?? false, isFromCentre: isFromCentre)
            take(decision, path, applied, entry)
        }
    }

    private mutating func take(
        _ decision: FileDecision, _ path: String, _ applied: ConsumerLock.Entry?,
        _ entry: DesiredFiles.Entry?
    ) {
        let advanced = entry.map { ConsumerLock.Entry($0.version, feature: $0.feature) }
        switch decision {
        case .same: lock.files[path] = advanced
        case .write(let version):
            writes[path] = version
            lock.files[path] = advanced
        case .remove: removals.insert(path)
        case .keepEdited:
            lock.files[path] = advanced
            notes.append(Note(path, .edited))
        case .keepRemoved:
            // Remembered as brought for as long as it is desired, or it would come back.
            lock.files[path] = advanced == nil ? nil : applied
            if advanced != nil { notes.append(Note(path, .removedByHand)) }
        case .merge(let base, let there, let desired):
            lock.files[path] = applied
            merges.append(Merge(path: path, base: base, there: there, desired: desired))
        case .release: notes.append(Note(path, .released))
        case .keepExisting: notes.append(Note(path, .existing))
        }
    }

    /// Takes over how the merges went. A conflict leaves the file and its lock entry as they are,
    /// so that the next run sees the same conflict until somebody settles it.
    package mutating func settle(_ outcomes: [String: MergeOutcome]) {
        for merge in merges {
            switch outcomes[merge.path] {
            case .clean(let version):
                if version != merge.there { writes[merge.path] = version }
                lock.files[merge.path] = ConsumerLock.Entry(
                    merge.desired, feature: feature[merge.path] ?? "")
                notes.append(Note(merge.path, .merged))
            case .conflict, nil: notes.append(Note(merge.path, .conflict))
            }
        }
        merges = []
        notes.sort { ($0.path, $0.kind.rawValue) < ($1.path, $1.kind.rawValue) }
    }

    /// Whether a file changes; a lock that would only be brought up to date is not worth a request.
    package var isNeeded: Bool {
        !writes.isEmpty || !removals.isEmpty || (lockWasThere && lock.files.isEmpty)
    }

    /// Files that a person made different from what the centre brought.
    package var drift: [Note] {
        notes.filter { $0.kind != .released && $0.kind != .existing }
    }

    /// Equal for equal changes.
    package var fingerprint: Fingerprint {
        Fingerprint(
            writes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.blob)" }
                + removals.sorted().map { "- \($0)" })
    }

    private static func folders(of tree: FileTree) -> Set<String> {
        var result: Set<String> = []
        for path in tree.keys {
            var folder = FleetPath.parent(path)
            while !folder.isEmpty, result.insert(folder).inserted {
                folder = FleetPath.parent(folder)
            }
        }
        return result
    }

    private static func hasFileAbove(_ path: String, _ tree: FileTree) -> Bool {
        var folder = FleetPath.parent(path)
        while !folder.isEmpty {
            if tree[folder] != nil { return true }
            folder = FleetPath.parent(folder)
        }
        return false
    }
}
