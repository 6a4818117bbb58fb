package import Diagnostics

/// Which files of a content stay.
///
/// A file stays when an include pattern matches it or there is none, unless an exclude pattern
/// matches it; a legal file stays in any case. Folders match nothing; empty ones go.
package struct PathFilter: Sendable {
    package static let defaultLegals = [
        "{LICENSE,LICENCE,License,Licence}{,.md,.txt,.rst}",
        "{COPYRIGHT,Copyright}{,.md,.txt,.rst}",
        "{NOTICE,Notice}{,.md,.txt,.rst}",
    ]

    private let includes: [Glob]
    private let excludes: [Glob]
    private let legals: [Glob]
    private let ignores: [Glob]
    private let root: String

    /// - Parameter path: the content's path: a pattern may leave the content with `..` and come
    ///   back into it.
    package init(_ selection: PathSelection, contentPath path: String) throws(Diagnostic) {
        let root = RelativePath.joined("staging", path)
        self.root = root
        func globs(_ patterns: [String]) throws(Diagnostic) -> [Glob] {
            var globs: [Glob] = []
            for pattern in patterns { globs.append(try Glob(RelativePath.joined(root, pattern))) }
            return globs
        }
        includes = try globs(selection.includes)
        excludes = try globs(selection.excludes)
        legals = try globs(selection.legals ?? Self.defaultLegals)
        ignores = try globs(selection.ignores)
    }

    package func keeps(_ file: String) -> Bool {
        let path = "\(root)/\(file)"
        if legals.contains(where: { $0.matches(path) }) { return true }
        if excludes.contains(where: { $0.matches(path) }) { return false }
        return includes.isEmpty || includes.contains { $0.matches(path) }
    }

    /// Whether what stands here is left alone; asked with the path below the content's folder,
    /// after the change of its root.
    package func ignores(_ path: String) -> Bool {
        ignores.contains { $0.matches(path.isEmpty ? root : "\(root)/\(path)") }
    }

    package var ignoresAnything: Bool { !ignores.isEmpty }

    /// The files that stay, without the folder that becomes their new root.
    ///
    /// - Throws: when none stays, or the new root is not there.
    package func selected(
        _ files: [String], newRootPath: String
    ) throws(Diagnostic) -> [(source: String, target: String)] {
        let kept = files.filter(keeps)
        guard !kept.isEmpty else {
            throw Diagnostic(
                .error, .nothingSelected, "expected to find at least one file within directory",
                detail: "The source has \(files.count) files; the patterns keep none.",
                hint: "Look at `includePaths` and `excludePaths`; a folder is matched by "
                    + "`folder/**/*`.")
        }
        guard !newRootPath.isEmpty else { return kept.map { ($0, $0) } }
        let root = try NewRoot(newRootPath)
        let moved = kept.compactMap { file in root.path(of: file).map { (file, $0) } }
        guard !moved.isEmpty else { throw root.missing(in: kept) }
        return moved
    }
}

/// The folder of a source that becomes its top.
package struct NewRoot: Hashable, Sendable {
    package let path: String

    package init(_ text: String) throws(Diagnostic) {
        guard !RelativePath.leavesFolder(text) || text.hasPrefix("/") else {
            throw Diagnostic(.error, .newRootInvalid, "invalid path: \(text)")
        }
        let clean = RelativePath.cleaned(text)
        path = clean == "." ? "" : String(clean.drop { $0 == "/" })
    }

    /// Nil for what stands elsewhere.
    package func path(of file: String) -> String? {
        if path.isEmpty { return file }
        return file.hasPrefix(path + "/") ? String(file.dropFirst(path.count + 1)) : nil
    }

    package func missing(in files: [String]) -> Diagnostic {
        let folders = Set(
            files.compactMap { $0.contains("/") ? $0.split(separator: "/").first : nil })
        let names = folders.sorted().joined(separator: ", ")
        return Diagnostic(
            .error, .newRootInvalid, "expected directory '\(path)' (subpath) to exist",
            detail: names.isEmpty ? nil : "Found other directories: \(names).",
            hint: nearestName(to: path, among: folders.map(String.init)).map {
                "Did you mean `\($0)`?"
            })
    }
}
