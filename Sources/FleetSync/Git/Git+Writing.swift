package import FleetCore

/// Commits are made by `git fast-import`: one process in place of five, and nothing checked out.
///
/// https://git-scm.com/docs/git-fast-import#_input_format
extension Git {
    package struct Author: Sendable {
        package let name: String
        package let email: String

        package init(name: String, email: String) {
            self.name = name
            self.email = email
        }

        /// Without what would end the line, or the name, early.
        fileprivate var line: String {
            let plain = { (text: String) in text.filter { !"<>".contains($0) && !$0.isNewline } }
            return "\(plain(name)) <\(plain(email))> now"
        }
    }

    /// A commit to be made: some files of a tree written, and some removed.
    package struct NewCommit: Sendable {
        package var parents: [String]
        /// What the files are laid over; nil for the first parent's tree.
        package var tree: String?
        package var writes: FileTree = [:]
        /// Files whose contents git does not have yet.
        package var contents: [String: [UInt8]] = [:]
        package var removals: Set<String> = []
        package var message: String
        package var author: Author

        package init(parents: [String], tree: String? = nil, message: String, author: Author) {
            self.parents = parents
            self.tree = tree
            self.message = message
            self.author = author
        }
    }

    /// - Parameter branch: moves to the commit, if nobody moved it meanwhile; nil for none.
    /// - Returns: the commit's name.
    package func make(_ commit: NewCommit, on branch: String? = nil) async throws -> String {
        let force = branch == nil ? ["--force"] : []
        return try await run(
            ["fast-import", "--quiet", "--done", "--date-format=now"] + force,
            input: commit.stream(branch.map { "refs/heads/\($0)" } ?? "refs/fleet/made")
        ).line
    }
}

extension Git.NewCommit {
    fileprivate func stream(_ ref: String) -> [UInt8] {
        var bytes: [UInt8] = []
        func line(_ text: String) { bytes += Array((text + "\n").utf8) }
        func data(_ content: [UInt8]) {
            line("data \(content.count)")
            bytes += content
            line("")
        }
        line("commit \(ref)")
        line("mark :1")
        line("author \(author.line)")
        line("committer \(author.line)")
        data(Array(message.utf8))
        for (index, parent) in parents.enumerated() {
            line("\(index == 0 ? "from" : "merge") \(parent)")
        }
        if let tree { line("M 040000 \(tree) ") }
        // Removals first: a file may give way to a folder of its name.
        for path in removals.sorted() { line("D \(Self.quoted(path))") }
        for (path, version) in writes.sorted(by: { $0.key < $1.key }) {
            line("M \(version.mode.rawValue) \(version.blob) \(Self.quoted(path))")
        }
        for (path, content) in contents.sorted(by: { $0.key < $1.key }) {
            line("M 100644 inline \(Self.quoted(path))")
            data(content)
        }
        line("get-mark :1")
        line("done")
        return bytes
    }

    private static func quoted(_ path: String) -> String {
        guard path.hasPrefix("\"") || path.contains(where: \.isNewline) else { return path }
        let inner = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n").replacing("\r", with: "\\r")
        return "\"\(inner)\""
    }
}
