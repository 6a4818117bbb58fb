package import FleetCore
import Foundation

extension Git {
    /// Makes a bare repository, or leaves the one that is there.
    ///
    /// - Parameter borrowing: object folders of other repositories that it may read.
    package static func bare(_ folder: String, borrowing: [String] = []) async throws -> Git {
        let git = Git(folder)
        if !FileManager.default.fileExists(atPath: "\(folder)/HEAD") {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try layOut(folder)
        }
        if !borrowing.isEmpty {
            let path = "\(folder)/objects/info/alternates"
            let text = borrowing.joined(separator: "\n") + "\n"
            if (try? String(contentsOfFile: path, encoding: .utf8)) != text {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/objects/info", withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
        }
        return git
    }

    /// As `git init --bare` does without a template, and without a process for each of a thousand.
    ///
    /// https://git-scm.com/docs/gitrepository-layout
    private static func layOut(_ folder: String) throws {
        for name in ["objects/info", "objects/pack", "refs/heads", "refs/tags"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        let settings = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
        try settings.write(toFile: "\(folder)/config", atomically: true, encoding: .utf8)
        // Last, because it is what says that the repository is there.
        try "ref: refs/heads/main\n".write(
            toFile: "\(folder)/HEAD", atomically: true, encoding: .utf8)
    }

    /// Every file of a commit or tree.
    package func tree(_ revision: String) async throws -> FileTree {
        let output = try await run(["ls-tree", "-r", "-z", "--full-tree", revision]).output
        var tree: FileTree = [:]
        for entry in output.split(separator: 0) {
            guard let tab = entry.firstIndex(of: 0x09) else { continue }
            let words = entry[..<tab].split(separator: 0x20)
            guard words.count == 3,
                let mode = FileVersion.Mode(rawValue: String(decoding: words[0], as: UTF8.self))
            else { continue }
            let path = String(decoding: entry[entry.index(after: tab)...], as: UTF8.self)
            tree[path] = FileVersion(String(decoding: words[2], as: UTF8.self), mode)
        }
        return tree
    }

    /// The contents of a blob, or of `commit:path`; nil when there is none.
    package func blob(_ name: String) async throws -> [UInt8]? {
        let answer = try await attempt(["cat-file", "blob", name])
        return answer.status == 0 ? answer.output : nil
    }

    /// The contents of many blobs, in their order, by one process; nil for those that are not there.
    package func blobs(_ names: [String]) async throws -> [[UInt8]?] {
        // A name with a line break would be two questions.
        guard !names.contains(where: { $0.contains(where: \.isNewline) }) else {
            var result: [[UInt8]?] = []
            for name in names { result.append(try await blob(name)) }
            return result
        }
        let input = names.map { $0 + "\n" }.joined()
        var rest = try await run(["cat-file", "--batch"], input: Array(input.utf8)).output[...]
        return names.map { _ in
            // `<name> blob <size>`, or `<name> missing`
            let head = rest.prefix { $0 != 0x0A }.split(separator: 0x20)
            rest = rest.drop { $0 != 0x0A }.dropFirst()
            guard head.count == 3, let size = Int(String(decoding: head[2], as: UTF8.self)) else {
                return nil
            }
            let content = Array(rest.prefix(size))
            rest = rest.dropFirst(size + 1)
            return head[1].elementsEqual("blob".utf8) ? content : nil
        }
    }

    /// Stores contents, and says git's name for them.
    package func store(_ bytes: [UInt8]) async throws -> String {
        try await run(["hash-object", "-w", "--stdin"], input: bytes).line
    }

    /// The commit a name stands for; nil when there is none.
    package func commit(_ name: String) async throws -> String? {
        let answer = try await attempt(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"])
        return answer.status == 0 ? answer.line : nil
    }

    package func isAncestor(_ first: String, of second: String) async throws -> Bool {
        try await attempt(["merge-base", "--is-ancestor", first, second]).status == 0
    }

    /// A tree with some files written and some removed; nothing is checked out.
    package func tree(
        _ base: String, writing: FileTree, removing: Set<String>
    ) async throws -> String {
        let index = NSTemporaryDirectory() + "/apus-index-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: index) }
        let environment = ["GIT_INDEX_FILE": index]
        try await run(["read-tree", base], environment: environment)
        // Removals first: a file may give way to a folder of its name.
        let zeros = String(repeating: "0", count: 40)
        let lines =
            removing.sorted().map { "0 \(zeros)\t\($0)" }
            + writing.sorted { $0.key < $1.key }.map {
                "\($0.value.mode.rawValue) \($0.value.blob)\t\($0.key)"
            }
        try await run(
            ["update-index", "-z", "--index-info"],
            input: Array(lines.map { $0 + "\0" }.joined().utf8), environment: environment)
        return try await run(["write-tree"], environment: environment).line
    }

    package func commit(
        tree: String, parents: [String], message: String, author: Author
    ) async throws -> String {
        try await run(
            ["commit-tree", tree] + parents.flatMap { ["-p", $0] }, input: Array(message.utf8),
            environment: [
                "GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email,
                "GIT_COMMITTER_NAME": author.name, "GIT_COMMITTER_EMAIL": author.email,
            ]
        ).line
    }

    /// The tree that merging two commits gives; nil when they collide.
    package func mergedTree(_ first: String, _ second: String) async throws -> String? {
        let answer = try await attempt(["merge-tree", "--write-tree", first, second])
        return answer.status == 0 ? answer.line : nil
    }

    /// Joins two edits of one file.
    package func merged(_ merge: ConsumerChange.Merge) async throws -> ConsumerChange.MergeOutcome {
        let all = try await blobs([merge.base.blob, merge.there.blob, merge.desired.blob])
        guard let base = all[0], let there = all[1], let desired = all[2] else { return .conflict }
        let folder = NSTemporaryDirectory() + "/apus-merge-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, bytes) in [("there", there), ("base", base), ("desired", desired)] {
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        let answer = try await Git().attempt(
            ["merge-file", "-p"] + ["there", "base", "desired"].map { "\(folder)/\($0)" })
        guard answer.status == 0 else { return .conflict }
        let mode = merge.there.mode == merge.base.mode ? merge.desired.mode : merge.there.mode
        return .clean(FileVersion(try await store(answer.output), mode))
    }
}
