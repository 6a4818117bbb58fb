import Diagnostics
import VendorCore

/// Finds out what one content needs, and makes it ready where it needs anything.
struct ContentSync: Sendable {
    let session: VendorSession
    let stage: ContentStage
    let locked: LockedContent?

    enum Outcome: Sendable {
        /// What stands there is what would be made.
        case upToDate(LockedFact)
        case staged(LockedFact)

        var fact: LockedFact {
            switch self {
            case .upToDate(let fact), .staged(let fact): fact
            }
        }
    }

    /// What came of it, and what is remembered of it.
    struct Finding: Sendable {
        let outcome: Outcome
        let locked: LockedContent
        /// What the content's bytes follow from, as a run with and one without a lock sees it;
        /// nothing when the next run has to fetch in any case.
        let identities: [String]
    }

    private var content: VendoredContent { stage.content }

    func run() async throws -> Finding {
        let configDigest = SHA256.hex(content.canonicalText.utf8)
        if let locked, mayStayLazy(locked, configDigest) { return try lazy(locked) }
        let record = SyncRecord.read(stage.target, session.cache)
        if case .manual = content.source { return try manual() }
        if session.options.isLocked, let pinned = identity(lockedTo: locked?.fact),
            let finding = try unchanged(record, pinned, configDigest)
        {
            return finding
        }
        let temporary = session.temporaryPlace()
        let resolved = try await session.resolve(content.source, temporary: temporary)
        let found = try resolved.identity().map(identity)
        if let found, let finding = try unchanged(record, found, configDigest) { return finding }
        let fact = try await stage.stage(resolved, temporary: temporary)
        return Finding(
            outcome: .staged(fact), locked: lock(fact, configDigest),
            identities: [found, identity(lockedTo: fact)].compactMap { $0 })
    }

    // MARK: Nothing to do

    private func unchanged(
        _ record: SyncRecord?, _ wanted: String, _ configDigest: String
    ) throws -> Finding? {
        guard let record, record.identities.contains(wanted),
            try TreeStamp(of: stage.target) == record.stamp
        else { return nil }
        return Finding(
            outcome: .upToDate(record.fact), locked: lock(record.fact, configDigest),
            identities: record.identities)
    }

    /// For what the source was found to hold: a commit, a digest.
    private func identity(_ found: String) -> String {
        var plain = content
        if case .git(var git) = content.source {
            (git.ref, git.refSelection) = ("", nil)
            plain.source = .git(git)
        }
        return identity(of: plain, "found\0\(found)")
    }

    /// For what a lock says of a source, taken at its word without a question to the server.
    ///
    /// Nil where the lock does not pin the content, and for git: a locked commit says all by
    /// itself, and needs no question either.
    private func identity(lockedTo fact: LockedFact?) -> String? {
        guard let fact, let source = content.source.withoutVersion else { return nil }
        var plain = content
        plain.source = source
        return identity(of: plain, "locked\0\(fact)")
    }

    /// Everything the bytes follow from: the source, the configuration, the values of secrets, and
    /// whose results are wanted.
    private func identity(of content: VendoredContent, _ version: String) -> String {
        var digest = SHA256()
        let mode = session.options.isCompatible ? "vendir" : "apus"
        let permissions = stage.directory.permissions.map { "\($0)" } ?? ""
        digest.update(
            Array("2\0\(mode)\0\(version)\0\(content.canonicalText)\0\(permissions)\0".utf8))
        if case .inline(let inline) = content.source { digest.update(inlineValues(inline)) }
        return digest.hex()
    }

    private func inlineValues(_ inline: InlineSource) -> [UInt8] {
        var bytes: [UInt8] = []
        for origin in inline.origins {
            if let secret = origin.secret.flatMap({ session.resources.secrets[$0] }) {
                for key in secret.keys {
                    bytes += Array(key.utf8) + [0] + (secret.bytes(key) ?? [])
                }
            }
            let map = origin.configMap.flatMap { session.resources.configMaps[$0] } ?? [:]
            for (key, text) in map.sorted(by: { $0.key < $1.key }) {
                bytes += Array("\(key)\0\(text)\0".utf8)
            }
        }
        return bytes
    }

    private func mayStayLazy(_ locked: LockedContent, _ configDigest: String) -> Bool {
        session.options.allowsLazy && content.isLazy && locked.configDigest == configDigest
    }

    private func lazy(_ locked: LockedContent) throws -> Finding {
        guard Disk.exists(stage.target) else {
            throw Diagnostic(
                .error, .lazyMissing,
                "lazy content missing: '\(stage.target)' is locked, but not there",
                hint: "Run sync with --lazy=false.")
        }
        return Finding(outcome: .upToDate(locked.fact), locked: locked, identities: [])
    }

    private func manual() throws -> Finding {
        guard Disk.exists(stage.target) else {
            throw Diagnostic(
                .error, .fileFailed,
                "moving directory '\(stage.target)' to staging dir: no such file or directory",
                hint: "Contents with `manual: {}` are yours to make.")
        }
        return Finding(outcome: .upToDate(.manual), locked: lock(.manual, ""), identities: [])
    }

    private func lock(_ fact: LockedFact, _ configDigest: String) -> LockedContent {
        LockedContent(
            path: content.path, fact: fact, configDigest: content.isLazy ? configDigest : "")
    }
}

extension VendorSource {
    /// Without everything that a lock decides; nil for sources that a lock does not pin, and git.
    fileprivate var withoutVersion: VendorSource? {
        switch self {
        case .image(var image):
            (image.reference, image.tagSelection, image.lockedTag) = ("", nil, "")
            return .image(image)
        case .imgpkgBundle(var image):
            (image.reference, image.tagSelection, image.lockedTag) = ("", nil, "")
            return .imgpkgBundle(image)
        case .githubRelease(var release):
            (release.url, release.tag, release.tagSelection) = ("", "", nil)
            return .githubRelease(release)
        case .helmChart(var chart):
            chart.version = ""
            return .helmChart(chart)
        case .hg(var hg):
            hg.ref = ""
            return .hg(hg)
        case .http: return self
        case .git, .manual, .directory, .inline: return nil
        }
    }
}
