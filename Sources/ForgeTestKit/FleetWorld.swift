package import FleetCore
package import FleetSync
import Foundation

/// A centre and its repositories in a folder of their own, with people who edit and merge.
package struct FleetWorld: Sendable {
    package let folder: String
    package let forge: TestForge
    package var concurrency = 8

    /// - Parameter repositories: names such as `acme/one`; each gets a first commit.
    package init(_ folder: String, repositories: [String]) async throws {
        self.folder = folder
        forge = TestForge(folder: "\(folder)/repositories")
        try await Git().run(["init", "--quiet", "--initial-branch=main", "\(folder)/centre"])
        for name in repositories { try await add(name) }
    }

    package func add(_ name: String) async throws {
        let git = try await Git.bare(path(name))
        // What a server does to keep house is not what is looked at here.
        try await git.run(["config", "receive.autogc", "false"])
        try await commit(name, ["README.md": "# \(name)\n"], "Begin")
    }

    package func path(_ name: String) -> String { "\(folder)/repositories/\(name).git" }
    package var fleetFile: String { "\(folder)/centre/fleet.yaml" }
    package var state: FleetFolder { FleetFolder(path: "\(folder)/state") }

    /// Removes everything.
    package func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// A folder for one test.
    package static func temporaryFolder() -> String {
        NSTemporaryDirectory() + "/apus-fleet-\(UUID().uuidString)"
    }

    // MARK: People who write

    static let person = Git.Author(name: "A person", email: "person@localhost")

    /// Commits to the centre; nil removes a file.
    @discardableResult
    package func change(
        centre files: [String: String?], _ message: String = "Change"
    ) async throws -> String {
        let root = "\(folder)/centre"
        for (path, text) in files {
            let file = "\(root)/\(path)"
            guard let text else {
                try FileManager.default.removeItem(atPath: file)
                continue
            }
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
            if text.hasPrefix("#!") {
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: file)
            }
        }
        let git = Git("\(root)/.git")
        try await git.run(["--work-tree", root, "add", "--all", "--", ":/"])
        let tree = try await git.run(["write-tree"]).line
        let head = try await git.commit("HEAD")
        let commit = try await git.commit(
            tree: tree, parents: head.map { [$0] } ?? [], message: message + "\n",
            author: Self.person)
        try await git.run(["update-ref", "HEAD", commit])
        return commit
    }

    /// Commits to a repository, as a person would; nil removes a file.
    @discardableResult
    package func commit(
        _ name: String, branch: String = "main", _ files: [String: String?], _ message: String
    ) async throws -> String {
        // A new branch begins at the base.
        var parent = try await forge.head(of: branch, in: name)
        if parent == nil { parent = try await forge.head(of: "main", in: name) }
        var commit = Git.NewCommit(
            parents: parent.map { [$0] } ?? [], message: message + "\n", author: Self.person)
        for (path, text) in files {
            if let text {
                commit.contents[path] = Array(text.utf8)
            } else {
                commit.removals.insert(path)
            }
        }
        return try await Git(path(name)).make(commit, on: branch)
    }

    // MARK: Looking

    package func text(_ name: String, _ path: String, branch: String = "main") async throws
        -> String?
    {
        try await Git(self.path(name)).blob("refs/heads/\(branch):\(path)")
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Several files of a branch, in their order.
    package func texts(_ name: String, _ paths: [String], branch: String = "main") async throws
        -> [String?]
    {
        try await Git(path(name)).blobs(paths.map { "refs/heads/\(branch):\($0)" })
            .map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    package func tip(_ name: String, _ branch: String = "main") async throws -> String? {
        try await Git(path(name)).commit("refs/heads/\(branch)")
    }

    /// The subjects of a branch, newest first.
    package func history(_ name: String, _ branch: String = "main") async throws -> [String] {
        try await Git(path(name)).log("refs/heads/\(branch)").map(\.subject)
    }

    // MARK: The program

    /// A run on the centre's newest commit.
    package func run() async throws -> FleetRun {
        let centre = try await Centre.open(fleetFile, state)
        let head = try await centre.git.commit("HEAD") ?? ""
        return try await FleetRun(centre, at: head, folder: state)
    }

    @discardableResult
    package func sync(beginning wave: String? = nil) async throws -> FleetReport {
        let run = try await run()
        return try await run.sync(try await run.consumers(), beginning: wave)
    }

    package func status() async throws -> FleetReport {
        let run = try await run()
        return try await run.status(try await run.consumers())
    }

    /// The beginning of a fleet file for this world: its forge.
    ///
    /// - Parameter api: nil for plain git.
    package func forges(_ dialect: ForgeServer.Dialect?, api: String?) throws -> String {
        guard let dialect, let api else {
            return
                "forges:\n  here: {kind: git, git: \"\(folder)/repositories/{repository}.git\"}\n"
        }
        let token = "\(folder)/token"
        try Data(forge.token.utf8).write(to: URL(filePath: token))
        return """
            forges:
              here:
                kind: \(dialect.rawValue)
                api: \(api)
                git: "\(folder)/repositories/{repository}.git"
                token: {file: \(token)}

            """
    }
}
