extension Git {
    /// Where a remote's branches are.
    package struct RemoteHeads: Hashable, Sendable {
        /// The base branch's name.
        package let base: String
        package let baseCommit: String
        /// The fleet's branch; nil when there is none.
        package let branchCommit: String?
    }

    /// Asks a remote where its branches are.
    ///
    /// - Parameter base: nil asks for the branch that the remote's HEAD names.
    /// - Returns: nil when the base branch does not exist, as in an empty repository.
    package func heads(
        _ address: String, base: String?, branch: String
    ) async throws -> RemoteHeads? {
        let wanted = base.map { "refs/heads/\($0)" } ?? "HEAD"
        let text = try await run(
            ["ls-remote", "--symref", "--", address, wanted, "refs/heads/\(branch)"]
        ).text
        var name = base
        var commits: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: "\t")
            guard words.count == 2 else { continue }
            if words[0].hasPrefix("ref: refs/heads/") {
                name = name ?? String(words[0].dropFirst("ref: refs/heads/".count))
            } else {
                commits[String(words[1])] = String(words[0])
            }
        }
        guard let name, let commit = commits[wanted] else { return nil }
        return RemoteHeads(
            base: name, baseCommit: commit, branchCommit: commits["refs/heads/\(branch)"])
    }

    /// Fetches what both branches hold, so that their commits can be read here.
    package func fetch(_ address: String, _ heads: RemoteHeads, branch: String) async throws {
        var names = ["+refs/heads/\(heads.base):refs/fleet/base"]
        if heads.branchCommit != nil { names.append("+refs/heads/\(branch):refs/fleet/branch") }
        try await run(
            ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", address] + names)
    }

    package enum PushOutcome: Sendable {
        case done
        /// The branch was not where we thought: somebody else was there first.
        case overtaken
    }

    /// Moves a branch of a remote, only if it still is where it was seen.
    ///
    /// - Parameters:
    ///   - commit: nil deletes the branch.
    ///   - expected: where it was seen; nil when it was not there.
    package func push(
        _ commit: String?, to branch: String, at address: String, expecting expected: String?
    ) async throws -> PushOutcome {
        let ref = "refs/heads/\(branch)"
        let arguments = [
            "push", "--quiet", "--porcelain", "--force-with-lease=\(ref):\(expected ?? "")", "--",
            address, "\(commit ?? ""):\(ref)",
        ]
        let answer = try await attempt(arguments)
        if answer.status == 0 { return .done }
        let isOvertaken = [
            "stale info", "fetch first", "cannot lock ref", "remote ref does not exist",
        ]
        if isOvertaken.contains(where: { answer.text.contains($0) || answer.errors.contains($0) }) {
            return .overtaken
        }
        _ = try await run(arguments)
        return .done
    }

    /// One commit of a history.
    package struct LogEntry: Sendable {
        package let commit: String
        package let message: String

        package var subject: String {
            message.split(separator: "\n").first.map(String.init) ?? ""
        }
    }

    /// The commits that `range` names, newest first.
    ///
    /// - Parameter without: commits that are left out, with all before them.
    package func log(
        _ range: String, without: [String] = [], paths: [String] = [], limit: Int = 1000
    ) async throws -> [LogEntry] {
        let text = try await run(
            ["log", "--format=%H%n%B%x00", "-n", "\(limit)", "--end-of-options", range]
                + without.map { "^\($0)" } + ["--"] + paths
        ).text
        return text.split(separator: "\0").compactMap { entry in
            let entry: Substring = entry.drop { $0 == "\n" }
            guard let end = entry.firstIndex(of: "\n") else { return nil }
            return LogEntry(
                commit: String(entry[..<end]),
                message: String(entry[entry.index(after: end)...]))
        }
    }

    package func count(_ range: String, paths: [String] = []) async throws -> Int? {
        let answer = try await attempt(
            ["rev-list", "--count", "--end-of-options", range, "--"] + paths)
        return answer.status == 0 ? Int(answer.line) : nil
    }

    /// The difference of two trees as a person reads it.
    ///
    /// - Parameter path: a file that is left out.
    package func difference(
        _ first: String, _ second: String, without path: String
    ) async throws -> String {
        try await run(
            ["diff", "--no-color", "--no-ext-diff", first, second, "--", ".", ":(exclude)\(path)"]
        ).text
    }
}
