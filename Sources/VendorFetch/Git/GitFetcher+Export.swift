import Diagnostics
import VendorCore

extension GitFetcher {
    /// Writes the files of a commit that `keeps` wants into a folder, and says what the lock holds.
    func export(
        _ git: GitSource, at resolution: GitResolution, into folder: String,
        keeps: @escaping @Sendable (String) -> Bool
    ) async throws -> LockedFact {
        try Disk.makeFolder(folder, permissions: 0o700)
        let (modules, fact) = try await withRepository(git) { repository in
            try await self.obtain(resolution.commit, git, repository)
            if let name = git.publicKeysSecret {
                try await self.verify(resolution, keys: name, git, repository)
            }
            let export = GitExport(repository: repository, keeps: keeps)
            let modules = try await export.write(resolution.commit, to: folder, below: "")
            return (modules, try await self.fact(resolution.commit, git, repository))
        }
        if !git.skipsSubmodules {
            for module in modules {
                try await exportModule(module, of: git, into: folder, keeps: keeps)
            }
        }
        return fact
    }

    /// Makes sure that the commit's files are in the repository.
    private func obtain(
        _ commit: String, _ git: GitSource, _ repository: GitRepository
    ) async throws {
        if git.depth <= 1, try await repository.has(commit) { return }
        try await repository.fetch(commit, depth: max(1, git.depth))
        guard try await repository.has(commit) else {
            throw Diagnostic(
                .error, .gitFailed,
                "commit \(commit) is not at \(GitRepository.shown(git.url))",
                hint: "Was it pushed, and is it reachable from a branch or a tag?")
        }
    }

    private func exportModule(
        _ module: GitExport.Module, of git: GitSource, into folder: String,
        keeps: @escaping @Sendable (String) -> Bool
    ) async throws {
        var source = git
        source.url = module.url
        source.publicKeysSecret = nil
        source.forcesBasicAuth = false
        // A submodule's address comes from the repository, not from the user: no secret goes to
        // another host.
        if GitExport.host(of: module.url) != GitExport.host(of: git.url) { source.secret = nil }
        let isCompatible = isCompatible
        let own = source
        let inner = try await withRepository(own, isForeign: true) { repository in
            try await self.obtain(module.commit, own, repository)
            let export = GitExport(repository: repository, keeps: keeps)
            let place = "\(folder)/\(module.path)"
            try Disk.makeFolder(place, permissions: 0o755)
            if isCompatible, keeps("\(module.path)/.git") {
                let up = module.path.split(separator: "/").map { _ in ".." }.joined(separator: "/")
                let link = "gitdir: \(up)/.git/modules/\(module.name)\n"
                try Disk.write(Array(link.utf8), to: "\(place)/.git")
            }
            return try await export.write(module.commit, to: folder, below: module.path)
        }
        for module in inner {
            try await exportModule(module, of: own, into: folder, keeps: keeps)
        }
    }

    // MARK: What the lock says

    private func fact(
        _ commit: String, _ git: GitSource, _ repository: GitRepository
    ) async throws -> LockedFact {
        let title = LockedFact.title(
            of: try await repository.git("log", "-n", "1", "--pretty=%B", commit))
        let tags = try await describe(commit, git, repository)
        return .git(sha: commit, tags: tags, title: title)
    }

    /// What `git describe --tags` says of the commit, from as little history as will do.
    private func describe(
        _ commit: String, _ git: GitSource, _ repository: GitRepository
    ) async throws -> [String] {
        let references = try await references(repository)
        let exact = references.tags(at: commit)
        if exact.count == 1 { return exact }
        let key = "\(git.url) \(commit) \(git.depth) \(references.tagsDigest)"
        if let known = describedBefore(key) { return known }
        let words = try await DescribedCommit(
            commit: commit, depth: git.depth, exact: exact, repository: repository
        ).words()
        rememberDescribed(words, key)
        return words
    }
}

extension GitReferences {
    /// Changes when any tag does.
    var tagsDigest: String {
        SHA256.hex(tags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined().utf8)
    }
}
