import Diagnostics
import VendorCore

/// Fetches git contents: one bare repository per address, one shallow fetch per commit.
///
/// Contents of the same address take turns, so that the second finds what the first one fetched;
/// different addresses are fetched side by side.
actor GitFetcher {
    private let cache: FetchCache
    private let resources: VendorResources
    /// In place of a cache, for the time of this run.
    private let staging: StagingFolder
    let isCompatible: Bool
    private var references: [String: GitReferences] = [:]
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    init(
        cache: FetchCache, resources: VendorResources, staging: StagingFolder, isCompatible: Bool
    ) {
        self.cache = cache
        self.resources = resources
        self.staging = staging
        self.isCompatible = isCompatible
    }

    /// Opens the repository of an address for one piece of work at a time.
    func withRepository<Result: Sendable>(
        _ git: GitSource, isForeign: Bool = false,
        _ body: @Sendable (GitRepository) async throws -> Result
    ) async throws -> Result {
        guard !git.url.isEmpty else {
            throw Diagnostic(.error, .gitFailed, "expected non-empty URL")
        }
        await takeTurn(git.url)
        defer { giveTurn(git.url) }
        let folder = try place(for: git.url)
        let lock = try await FolderLock(RelativePath.parent(folder))
        defer { lock.release() }
        let secret = try git.secret.map { name throws(Diagnostic) in
            try resources.secret(name)
        }
        guard secret != nil || git.skipsCertificate || git.skipsLFS else {
            let credential = try GitCredential(
                nil, for: git, folder: "", isForeign: isForeign)
            return try await run(body, folder, git.url, credential)
        }
        return try await withTemporaryFolder { hidden in
            let credential = try GitCredential(
                secret, for: git, folder: hidden, isForeign: isForeign)
            return try await run(body, folder, git.url, credential)
        }
    }

    private func run<Result: Sendable>(
        _ body: @Sendable (GitRepository) async throws -> Result, _ folder: String, _ url: String,
        _ credential: GitCredential
    ) async throws -> Result {
        let repository = GitRepository(
            folder: folder, url: url, environment: credential.environment)
        try await repository.prepare()
        return try await body(repository)
    }

    private func place(for url: String) throws -> String {
        if let place = try? cache.place("git", url) { return place + "/objects.git" }
        try staging.make()
        let place = staging.place("git-\(SHA256.hex(url.utf8).prefix(16))")
        try Disk.makeFolder(place, permissions: 0o700)
        return place + "/objects.git"
    }

    private func takeTurn(_ url: String) async {
        guard waiting[url] != nil else {
            waiting[url] = []
            return
        }
        await withCheckedContinuation { waiting[url, default: []].append($0) }
    }

    private func giveTurn(_ url: String) {
        if waiting[url]?.isEmpty == false {
            waiting[url]?.removeFirst().resume()
        } else {
            waiting[url] = nil
        }
    }

    func secret(_ name: String) throws(Diagnostic) -> VendorSecret { try resources.secret(name) }

    func describedBefore(_ key: String) -> [String]? {
        cache.read("described", key).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    func rememberDescribed(_ words: [String], _ key: String) {
        cache.keep(words.joined(separator: "\n") + "\n", "described", key)
    }

    // MARK: Which commit

    /// The server's names, asked once per run.
    func references(_ repository: GitRepository) async throws -> GitReferences {
        if let known = references[repository.url] { return known }
        let found = try await repository.references()
        references[repository.url] = found
        return found
    }

    /// The commit that the configuration means now.
    ///
    /// A whole commit id needs no question to the server.
    func resolve(_ git: GitSource) async throws -> GitResolution {
        if git.refSelection == nil, Self.isCommitID(git.ref) {
            return GitResolution(commit: git.ref, name: git.ref)
        }
        return try await withRepository(git) { repository in
            try await self.resolve(git, in: repository)
        }
    }

    private func resolve(
        _ git: GitSource, in repository: GitRepository
    ) async throws -> GitResolution {
        let references = try await references(repository)
        let name: String
        if !git.ref.isEmpty {
            name = git.ref
        } else if let selection = git.refSelection {
            name = try selection.highest(of: references.tags.keys.sorted())
            return GitResolution(commit: references.tags[name] ?? "", name: name)
        } else {
            throw Diagnostic(
                .error, .gitFailed, "expected either ref or ref selection to be specified",
                hint: "Add `ref: origin/main`, or `refSelection: {semver: {}}`.")
        }
        if let commit = references.commit(for: name) {
            return GitResolution(commit: commit, name: name)
        }
        // A short commit id or an expression such as `v1.0^`: git knows once everything is here.
        try await repository.fetchEverything()
        for candidate in [name, "origin/\(name)"] {
            let found = try await repository.attempt(
                ["rev-parse", "--verify", "--quiet", "\(candidate)^{commit}"])
            if found.isSuccess { return GitResolution(commit: found.text.line, name: name) }
        }
        throw missing(name, references)
    }

    private func missing(_ name: String, _ references: GitReferences) -> Diagnostic {
        let known = references.tags.keys.sorted() + references.branches.keys.map { "origin/\($0)" }
        return Diagnostic(
            .error, .gitFailed, "ref '\(name)' is neither a branch, a tag nor a commit there",
            hint: nearestName(to: name, among: known).map { "Did you mean `\($0)`?" })
    }

    static func isCommitID(_ text: String) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}

/// A commit, and the name it was found by.
package struct GitResolution: Hashable, Sendable, Codable {
    package let commit: String
    package let name: String
}

extension String {
    /// Without the line break at its end.
    var line: String { hasSuffix("\n") ? String(dropLast()) : self }
}
