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
        /// Nil when the next run has to fetch in any case.
        let identity: String?
    }

    private var content: VendoredContent { stage.content }

    func run() async throws -> Finding {
        let configDigest = SHA256.hex(content.canonicalText.utf8)
        if let locked, mayStayLazy(locked, configDigest) { return try lazy(locked) }
        let record = SyncRecord.read(stage.target, session.cache)
        if case .manual = content.source { return try manual() }
        if isPinnedByLock, let finding = try unchanged(record, "locked", configDigest) {
            return finding
        }
        let temporary = try session.temporaryFolder()
        let resolved = try await session.resolve(content.source, temporary: temporary)
        if let found = resolved.identity,
            let finding = try unchanged(record, found, configDigest)
        {
            return finding
        }
        let fact = try await stage.stage(resolved, temporary: temporary)
        return Finding(
            outcome: .staged(fact), locked: lock(fact, configDigest),
            identity: identity(
                isPinnedByLock ? "locked" : resolved.identity))
    }

    // MARK: Nothing to do

    /// A locked commit says all by itself, and needs no question to the server; other sources are
    /// taken at the lock's word.
    private var isPinnedByLock: Bool {
        if case .git = content.source { return false }
        return session.options.isLocked
    }

    private func unchanged(
        _ record: SyncRecord?, _ found: String, _ configDigest: String
    ) throws -> Finding? {
        guard let record, let wanted = identity(found), record.identity == wanted,
            try TreeStamp(of: stage.target) == record.stamp
        else { return nil }
        return Finding(
            outcome: .upToDate(record.fact), locked: lock(record.fact, configDigest),
            identity: wanted)
    }

    /// Everything the bytes follow from: the source, the configuration, the values of secrets, and
    /// whose results are wanted.
    private func identity(_ found: String?) -> String? {
        guard let found else { return nil }
        var digest = SHA256()
        let mode = session.options.isCompatible ? "vendir" : "apus"
        var plain = content
        if case .git(var git) = content.source {
            (git.ref, git.refSelection) = ("", nil)
            plain.source = .git(git)
        }
        let configuration = plain.canonicalText
        let permissions = stage.directory.permissions.map { "\($0)" } ?? ""
        digest.update(Array("1\0\(mode)\0\(found)\0\(configuration)\0\(permissions)\0".utf8))
        if isPinnedByLock, let locked { digest.update(Array("\(locked.fact)".utf8)) }
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
        return Finding(outcome: .upToDate(locked.fact), locked: locked, identity: nil)
    }

    private func manual() throws -> Finding {
        guard Disk.exists(stage.target) else {
            throw Diagnostic(
                .error, .fileFailed,
                "moving directory '\(stage.target)' to staging dir: no such file or directory",
                hint: "Contents with `manual: {}` are yours to make.")
        }
        return Finding(outcome: .upToDate(.manual), locked: lock(.manual, ""), identity: nil)
    }

    private func lock(_ fact: LockedFact, _ configDigest: String) -> LockedContent {
        LockedContent(
            path: content.path, fact: fact, configDigest: content.isLazy ? configDigest : "")
    }
}
