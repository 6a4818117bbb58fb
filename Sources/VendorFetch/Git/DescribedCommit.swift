import Diagnostics
import VendorCore

/// Asks git which tag a commit stands at or behind.
struct DescribedCommit {
    let commit: String
    /// As configured: with a depth, only tags within it count.
    let depth: Int
    /// The tags that point at the commit itself.
    let exact: [String]
    let repository: GitRepository

    func words() async throws -> [String] {
        // Several tags at one commit: git prefers annotated ones, so it has to see them.
        if !exact.isEmpty { return try await describe(fetching: exact) }
        return depth > 0 ? try await describeWithinDepth() : try await describeFromHistory()
    }

    private func describe(fetching tags: [String]) async throws -> [String] {
        _ = try await repository.git(
            [
                "fetch", "--quiet", "--force", "--no-tags", "--no-write-fetch-head", "--depth", "1",
                "origin",
            ] + tags.map { "refs/tags/\($0):refs/tags/\($0)" })
        return try await describe(in: repository)
    }

    /// The content was fetched with this depth; the tags in it need no more than their names.
    private func describeWithinDepth() async throws -> [String] {
        if depth == 1 { return [] }
        let commits = try await repository.git("rev-list", "--max-count=\(depth)", commit)
        let known = Set(commits.split(separator: "\n").map(String.init))
        let references = try await repository.references()
        let tags = references.tags.filter { known.contains($0.value) }.map(\.key).sorted()
        return tags.isEmpty ? [] : try await describe(fetching: tags)
    }

    /// Commits without their files, in a repository of their own: they would make the other one's
    /// shallow border wander.
    private func describeFromHistory() async throws -> [String] {
        try await describe(in: try await GitHistory(repository).reaching(commit))
    }

    private func describe(in repository: GitRepository) async throws -> [String] {
        let result = try await repository.attempt(["describe", "--tags", commit])
        return result.isSuccess ? result.text.line.split(separator: "\n").map(String.init) : []
    }
}

/// The commits of an address without their files, beside the repository that has files.
struct GitHistory: Sendable {
    let repository: GitRepository

    init(_ content: GitRepository) {
        repository = GitRepository(
            folder: RelativePath.parent(content.folder) + "/history.git", url: content.url,
            environment: content.program.environment)
    }

    /// Fetches what leads to a commit, and all tags.
    func reaching(_ commits: String...) async throws -> GitRepository {
        try await repository.prepare()
        let base = [
            "fetch", "--quiet", "--force", "--no-write-fetch-head", "--filter=blob:none",
            "origin", "+refs/tags/*:refs/tags/*",
        ]
        if try await repository.attempt(base + commits).isSuccess { return repository }
        try await repository.fetchEverything()
        return repository
    }
}
