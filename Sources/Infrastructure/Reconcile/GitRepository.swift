package import Diagnostics
import Foundation
import Subprocess
import SystemPackage

extension Diagnostic.Code {
    package static let gitFailed: Self = "infrastructure.git-failed"
    package static let gitBranchTaken: Self = "infrastructure.branch-taken"
    package static let gitUncommitted: Self = "infrastructure.uncommitted"
}

/// The repository that a folder belongs to; nothing here touches the files or the index that a
/// person works with.
struct GitRepository {
    let directory: String
    /// The folder's path below the repository's root: `live/` or nothing.
    let prefix: String

    /// - Returns: nil when the folder is in no repository.
    static func containing(_ directory: String) async -> GitRepository? {
        let probe = GitRepository(directory: directory, prefix: "")
        guard let prefix = try? await probe.git(["rev-parse", "--show-prefix"]) else { return nil }
        return GitRepository(directory: directory, prefix: prefix)
    }

    /// Commits changed files on a branch that begins at HEAD.
    ///
    /// - Returns: the commit. Done again with the same files it is the branch's commit.
    func commit(
        _ changes: [ReconcilePlan.FileChange], on branch: String, message: String
    ) async throws -> String {
        for change in changes { try await checkCommitted(change) }
        return try await PrivateFolder.with { folder in
            let index = ["GIT_INDEX_FILE": folder.file("index")]
            try await git(["read-tree", "HEAD"], environment: index)
            for change in changes {
                try folder.write(Data(change.after), to: "blob")
                let blob = try await git(["hash-object", "-w", "--no-filters", folder.file("blob")])
                let mode = try await mode(of: change.name)
                try await git(
                    [
                        "update-index", "--add", "--cacheinfo",
                        "\(mode),\(blob),\(prefix)\(change.name)",
                    ],
                    environment: index)
            }
            let tree = try await git(["write-tree"], environment: index)
            return try await point(branch, at: tree, message)
        }
    }

    private func point(_ branch: String, at tree: String, _ message: String) async throws -> String
    {
        let reference = "refs/heads/\(branch)"
        if let there = try? await git(["rev-parse", "--verify", "--quiet", reference]) {
            guard try await git(["rev-parse", "\(there)^{tree}"]) == tree else {
                throw Diagnostic(
                    .error, .gitBranchTaken,
                    "the branch \(branch) is there and says something else",
                    hint: "Name another with --branch, or delete it: git branch -D \(branch)")
            }
            return there
        }
        let commit = try await git(["commit-tree", tree, "-p", "HEAD", "-m", message])
        // Zeros: the branch must not have come up meanwhile.
        try await git(["update-ref", reference, commit, String(repeating: "0", count: 40)])
        return commit
    }

    /// The branch begins at HEAD, so the files that were read must be those of HEAD.
    private func checkCommitted(_ change: ReconcilePlan.FileChange) async throws {
        let committed = try? await run(["show", "HEAD:\(prefix)\(change.name)"])
        guard committed.map({ Array($0) }) == change.before else {
            throw Diagnostic(
                .error, .gitUncommitted, "\(change.name) has changes that are not committed",
                hint: "Commit or stash them first, or take --patch instead of --branch.")
        }
    }

    private func mode(of name: String) async throws -> String {
        let line = try await git(["ls-tree", "HEAD", "--", name])
        return line.split(separator: " ").first.map(String.init) ?? "100644"
    }

    /// A file as the commit has it that is checked out; nil where it has none.
    func committed(_ name: String) async -> [UInt8]? {
        (try? await run(["show", "HEAD:\(prefix)\(name)"])).map { Array($0) }
    }

    // MARK: The branch that is checked out

    /// - Returns: the commit; nil when the files were committed before.
    func commitHere(_ names: [String], message: String) async throws -> String? {
        guard try await !git(["status", "--porcelain", "--"] + names).isEmpty else { return nil }
        try await git(["add", "--"] + names)
        try await git(["commit", "-q", "-m", message, "--"] + names)
        return try await git(["rev-parse", "HEAD"])
    }

    /// - Parameter branch: nil pushes what is checked out to the branch of its name.
    func push(_ branch: String?, to remote: String) async throws {
        try await git(["push", "-q", remote, branch ?? "HEAD"])
    }

    func follow(_ remote: String) async throws {
        let branch = try await git(["rev-parse", "--abbrev-ref", "HEAD"])
        try await git(["pull", "-q", "--ff-only", remote, branch])
    }

    // MARK: Running git

    @discardableResult
    private func git(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        String(decoding: try await run(arguments, environment: environment), as: UTF8.self)
            .trimmingCharacters(in: .newlines)
    }

    private func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Data {
        var keys: [Environment.Key: String?] = [:]
        for (name, value) in environment { keys[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments), environment: .inherit.updating(keys),
            workingDirectory: FilePath(directory), output: .bytes(limit: 1 << 26),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Diagnostic(
                .error, .gitFailed, "git \(arguments.first ?? "") failed in \(directory)",
                detail: result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return Data(result.standardOutput)
    }
}
