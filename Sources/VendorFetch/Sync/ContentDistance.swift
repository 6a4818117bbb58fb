import Diagnostics
package import VendorCore

/// How far a content is behind its source.
package struct ContentDistance: Hashable, Sendable, Codable {
    package struct Commit: Hashable, Sendable, Codable {
        package let commit: String
        package let title: String
    }

    /// What would be locked now.
    package let latest: String
    /// Of git contents: commits between the locked one and the latest; nil where nobody counted.
    package let behind: Int?
    /// Those among them that touch files of this content.
    package let touching: [Commit]

    package var isBehind: Bool { behind.map { $0 > 0 } ?? true }
}

extension VendorSession {
    /// Asks the source what it has now.
    ///
    /// A content that is pinned to a commit or a tag is compared with the server's main branch.
    /// - Returns: nil when the source cannot be asked, and when it has nothing newer.
    package func distance(
        _ content: VendoredContent, locked: LockedContent
    ) async throws -> ContentDistance? {
        switch (content.source, locked.fact) {
        case (.git(let git), .git(let sha, _, _)):
            return try await distance(git, content, from: sha)
        case (.image, .image(let url, _)), (.imgpkgBundle, .imgpkgBundle(let url, _)):
            let resolved = try await resolve(content.source, temporary: temporaryPlace())
            guard case .image(_, let reference, let tag) = resolved,
                !url.hasSuffix(reference.digest)
            else { return nil }
            return ContentDistance(
                latest: tag.isEmpty ? reference.digest : tag, behind: nil, touching: [])
        case (.githubRelease, .githubRelease(let url, _)):
            let resolved = try await resolve(content.source, temporary: temporaryPlace())
            guard case .release(_, let release) = resolved, release.url != url else { return nil }
            return ContentDistance(latest: release.tag_name, behind: nil, touching: [])
        default: return nil
        }
    }

    private func distance(
        _ git: GitSource, _ content: VendoredContent, from sha: String
    ) async throws -> ContentDistance? {
        let filter = try PathFilter(content.selection, contentPath: content.path)
        let fetcher = self.git
        let wanted = try await fetcher.latest(git)
        guard wanted.commit != sha else { return nil }
        return try await fetcher.withRepository(git) { repository in
            let history = try await GitHistory(repository).reaching(sha, wanted.commit)
            let range = "\(sha)..\(wanted.commit)"
            let log = try await history.git(
                "log", "-z", "--name-only", "--format=%x01%H%x02%s", range)
            let commits = GitLog(log).commits
            return ContentDistance(
                latest: wanted.name == wanted.commit
                    ? String(wanted.commit.prefix(8)) : wanted.name,
                behind: commits.count,
                touching: commits.filter { $0.files.contains(where: filter.keeps) }.map {
                    ContentDistance.Commit(commit: $0.commit, title: $0.title)
                })
        }
    }
}

extension GitFetcher {
    /// What a content would move to; the main branch for one that cannot move by itself.
    func latest(_ git: GitSource) async throws -> GitResolution {
        let references = try await withRepository(git) { repository in
            try await self.references(repository)
        }
        let moves = git.refSelection != nil || references.tags[git.ref] == nil
        if moves, !Self.isCommitID(git.ref),
            references.commit(for: git.ref) != nil
                || git.refSelection != nil
        {
            return try await resolve(git)
        }
        let head = references.head ?? git.ref
        let name = references.branches.first { $0.value == head }?.key ?? "main"
        return GitResolution(commit: head, name: name)
    }
}

/// The output of `git log -z --name-only --format=%x01%H%x02%s`.
struct GitLog: Hashable {
    struct Commit: Hashable {
        let commit: String
        let title: String
        var files: [String]
    }

    private(set) var commits: [Commit] = []

    init(_ text: String) {
        for record in text.split(separator: "\u{1}") {
            let parts = record.split(separator: "\u{2}", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let rest = parts[1].split(whereSeparator: { $0 == "\0" || $0 == "\n" })
            commits.append(
                Commit(
                    commit: String(parts[0]), title: rest.first.map(String.init) ?? "",
                    files: rest.dropFirst().map(String.init)))
        }
    }
}
