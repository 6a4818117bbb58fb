import FleetCore
import FleetSync
import Foundation

/// What people do where a request and its base collide, and what happens to a server.
extension FleetWorld {
    /// Brings a branch's files to the base in a commit of one's own, beside its request.
    ///
    /// - Returns: false when they collide.
    func takeByHand(_ name: String, _ branch: String) async throws -> Bool {
        let git = Git(path(name))
        guard let base = try await forge.head(of: "main", in: name),
            let tip = try await forge.head(of: branch, in: name),
            let tree = try await git.mergedTree(base, tip)
        else { return false }
        let commit = Git.NewCommit(
            parents: [base], tree: tree, message: "Take it by hand\n", author: Self.person)
        _ = try await git.make(commit, on: "main")
        return true
    }

    /// Merges the base into a branch. Files that collide get the branch's text, after `mend` saw it.
    func settle(
        _ name: String, _ branch: String, mend: (_ path: String, _ text: String) -> String
    ) async throws {
        let git = Git(path(name))
        guard let base = try await forge.head(of: "main", in: name),
            let tip = try await forge.head(of: branch, in: name)
        else { throw TestForgeProblem("\(name) has nothing to bring together") }
        // A tree comes first, then the files that collide: git-merge-tree(1), OUTPUT.
        let answer = try await git.attempt(
            ["merge-tree", "--write-tree", "--name-only", "--no-messages", base, tip])
        let lines = answer.text.split(separator: "\n").map(String.init)
        var commit = Git.NewCommit(
            parents: [tip, base], tree: lines.first, message: "Bring both together\n",
            author: Self.person)
        for path in lines.dropFirst() {
            guard let text = try await text(name, path, branch: branch) else { continue }
            commit.contents[path] = Array(mend(path, text).utf8)
        }
        _ = try await git.make(commit, on: branch)
    }

    /// The names of all commits of the base branch.
    func commits(_ name: String) async throws -> [String] {
        try await Git(path(name)).run(["rev-list", "refs/heads/main"]).text
            .split(separator: "\n").map(String.init)
    }

    /// The centre's commit that a wave is offered, as the last run kept it.
    func offered(to wave: String) -> String? {
        state.read(Rollout.self, state.rollout)?.target(of: wave)
    }

    /// Lets a repository be unreachable, for git and for the forge.
    func takeDown(_ name: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(name) + ".down")
    }

    func bringBack(_ name: String) throws {
        try FileManager.default.moveItem(atPath: path(name) + ".down", toPath: path(name))
    }
}
