import Diagnostics
package import VendorCore

/// Looks for what was edited here by hand.
package struct LocalEdits: Sendable {
    let session: VendorSession
    let baseline: Baseline
    let digests: DigestLock?

    package init(session: VendorSession, lock: LockFile, digests: DigestLock?) {
        self.session = session
        baseline = Baseline(session: session, lock: lock)
        self.digests = digests
    }

    /// The files that differ from what was locked; empty where there is nothing to compare with.
    package func find(
        _ content: VendoredContent, of directory: VendoredDirectory
    ) async throws -> [String: DigestLock.Edit] {
        let path = RelativePath.joined(directory.path, content.path)
        let filter = try PathFilter(content.selection, contentPath: content.path)
        let now = try DigestLock.items(of: path) { filter.ignores($0) }
        if let edits = digests?.edits(path, now: now) { return edits }
        guard let base = try await baseline.make(content, of: directory) else { return [:] }
        let written = try DigestLock.items(of: base) { filter.ignores($0) }
        return DigestLock(contents: [path: written]).edits(path, now: now) ?? [:]
    }

    /// The edits as a unified diff; empty when there are none.
    package func diff(
        _ content: VendoredContent, of directory: VendoredDirectory
    ) async throws -> String {
        guard let base = try await baseline.make(content, of: directory) else { return "" }
        let path = RelativePath.joined(directory.path, content.path)
        return try await TreeDiff.text(from: base, to: path, shownAs: path)
    }
}

/// The difference of two folders, as git shows it.
enum TreeDiff {
    static func text(from old: String, to new: String, shownAs path: String) async throws -> String
    {
        let git = Program(name: "git", environment: ["GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"])
        let result = try await git.run([
            "-c", "core.quotePath=false", "diff", "--no-index", "--no-color", "--no-ext-diff",
            "--src-prefix=a/", "--dst-prefix=b/", "--", old, new,
        ])
        guard result.errors.isEmpty || !result.output.isEmpty else {
            throw Diagnostic(.error, .gitFailed, "git diff failed", detail: result.errors)
        }
        return result.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isHeader = ["diff --git ", "--- a/", "+++ b/", "Binary files "]
                .contains { line.hasPrefix($0) }
            guard isHeader else { return String(line) }
            return String(line).replacing("a/\(old)/", with: "a/\(path)/")
                .replacing("b/\(old)/", with: "b/\(path)/")
                .replacing("a/\(new)/", with: "a/\(path)/")
                .replacing("b/\(new)/", with: "b/\(path)/")
        }.joined(separator: "\n")
    }
}
