package import Diagnostics
package import FleetCore
import Foundation

extension Diagnostic.Code {
    package static let fleetNoCentre: Self = "fleet.no-centre"
    package static let fleetFileUnreadable: Self = "fleet.file-unreadable"
}

/// The central repository: the fleet file and everything that features bring, at any commit.
package actor Centre {
    /// The repository of the centre.
    package nonisolated let git: Git
    /// A repository of our own that reads the centre's objects and takes rendered files.
    package nonisolated let store: Git
    /// The fleet file's path in the repository.
    package nonisolated let file: String
    private var snapshots: [String: CentreSnapshot] = [:]
    private var objects: [String: Set<String>] = [:]
    private var distances: [String: Int?] = [:]
    private var changes: [String: [CentralChange]] = [:]

    init(git: Git, store: Git, file: String) {
        self.git = git
        self.store = store
        self.file = file
    }

    /// Opens the repository that a fleet file lies in.
    package static func open(_ path: String, _ folder: FleetFolder) async throws -> Centre {
        let (git, file) = try await locate(path)
        let objects = try await git.run(["rev-parse", "--git-path", "objects"]).line
        try folder.make()
        let store = try await Git.bare(folder.store, borrowing: [absolute(objects)])
        return Centre(git: git, store: store, file: file)
    }

    /// The repository of a fleet file, and the file's path in it.
    package static func locate(_ path: String) async throws -> (Git, String) {
        let folder = (absolute(path) as NSString).deletingLastPathComponent
        let answer = try await Git().attempt(
            ["-C", folder, "rev-parse", "--absolute-git-dir", "--show-prefix"])
        let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard answer.status == 0, let repository = lines.first else {
            throw Diagnostic(
                .error, .fleetNoCentre, "\(path) is not in a git repository",
                detail: "The centre is the repository that holds the fleet file.",
                hint: "git init, and commit the fleet file with what it brings.")
        }
        let prefix = lines.count > 1 ? String(lines[1]) : ""
        return (Git(String(repository)), prefix + (path as NSString).lastPathComponent)
    }

    private static func absolute(_ path: String) -> String {
        let full =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return URL(filePath: full).standardizedFileURL.path
    }

    /// The centre at a commit; read once.
    package func snapshot(_ commit: String) async throws -> CentreSnapshot {
        if let known = snapshots[commit] { return known }
        guard let bytes = try await git.blob("\(commit):\(file)") else {
            throw Diagnostic(
                .error, .fleetFileUnreadable, "there is no \(file) at \(commit.prefix(10))",
                hint: "Commit the fleet file first.")
        }
        let (fleet, problems) = FleetFile.read(String(decoding: bytes, as: UTF8.self), file: file)
        guard let fleet else { throw FleetProblems(problems) }
        let snapshot = CentreSnapshot(
            commit: commit, fleet: fleet, tree: try await git.tree(commit))
        snapshots[commit] = snapshot
        return snapshot
    }

    /// The files of the working tree as they are, as a commit that no branch knows.
    package func proposal() async throws -> String? {
        let top = try await git.attempt(["rev-parse", "--is-bare-repository"])
        guard top.line == "false", let folder = git.folder,
            let head = try await git.commit("HEAD")
        else { return nil }
        let index = NSTemporaryDirectory() + "/apus-index-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: index) }
        let tree = ["--work-tree", (folder as NSString).deletingLastPathComponent]
        let environment = ["GIT_INDEX_FILE": index]
        try await git.run(tree + ["read-tree", "HEAD"], environment: environment)
        try await git.run(tree + ["add", "--all", "--", ":/"], environment: environment)
        let written = try await git.run(["write-tree"], environment: environment).line
        if written == (try await git.run(["rev-parse", "HEAD^{tree}"]).line) { return head }
        return try await git.commit(
            tree: written, parents: [head], message: "Not committed yet\n",
            author: .init(name: "apus fleet", email: "apus-fleet@localhost"))
    }

    /// Every blob that the centre ever had, so that a copy is told from a file written by hand.
    package func everyBlob(upTo commit: String) async throws -> Set<String> {
        if let known = objects[commit] { return known }
        let text = try await git.run(["rev-list", "--objects", commit]).text
        let names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != " " }) })
        objects[commit] = names
        return names
    }

    /// What changed between two commits for whoever gets these paths, the newest first; nothing
    /// when one of the two is unknown. Read once, since most repositories ask the same.
    package func changes(
        from first: String, to second: String, touching paths: [String]
    ) async throws -> [CentralChange] {
        let key = "\(first) \(second) \(paths.joined(separator: " "))"
        if let known = changes[key] { return known }
        var found: [CentralChange] = []
        if try await git.commit(first) != nil {
            found = try await git.log("\(first)..\(second)", paths: paths, limit: 200)
                .map { CentralChange(commit: $0.commit, subject: $0.subject) }
        }
        changes[key] = found
        return found
    }

    /// Commits from one to another, all or those that touch some paths; nil when one is unknown.
    package func distance(
        from first: String, to second: String, touching paths: [String] = []
    ) async throws -> Int? {
        let key = "\(first) \(second) \(paths.joined(separator: " "))"
        if let known = distances[key] { return known }
        let count = first == second ? 0 : try await git.count("\(first)..\(second)", paths: paths)
        distances[key] = .some(count)
        return count
    }
}

/// The centre at one commit.
package struct CentreSnapshot: Sendable {
    package let commit: String
    package let fleet: FleetFile
    package let tree: FileTree
    /// The repositories that the fleet file names itself.
    private let named: [String: Consumer]

    init(commit: String, fleet: FleetFile, tree: FileTree) {
        self.commit = commit
        self.fleet = fleet
        self.tree = tree
        named = Dictionary(Consumer.all(of: fleet).map { ($0.name, $0) }) { first, _ in first }
    }

    /// A repository as the fleet file of this commit has it; nil when it does not have it.
    package func consumer(named name: String) -> Consumer? {
        if let known = named[name] { return known }
        // Whether a query would find it now was answered already.
        var queries = fleet
        queries.repositories.removeAll { $0.givenName != nil }
        let found = Dictionary(
            uniqueKeysWithValues: queries.repositories.indices.map { ($0, [name]) })
        return Consumer.all(of: queries, found: found).first
    }
}

/// Several diagnostics as one error.
package struct FleetProblems: Error, Sendable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
