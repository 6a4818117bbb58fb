import Diagnostics
import Foundation

/// Lays a folder out again with links to its files, together with as much of what is around it as
/// its relative paths reach, and with some of the files replaced.
struct FolderMirror {
    /// The folder's place in the mirror.
    let directory: String
    private let root: URL
    private let mirrorRoot: String
    /// Texts of replaced files by their path below ``root``; nil for files taken away.
    private let changes: [String: Data?]
    /// Folders below ``root`` that must be folders, not links; "" is the root.
    private let real: Set<String>

    init(of directory: String, in folder: PrivateFolder, changes: [String: Data?]) throws {
        let original = URL(filePath: directory).standardizedFileURL.resolvingSymlinksInPath()
        let parts = original.pathComponents.dropFirst()
        let levels = Self.levelsAbove(original, changes.keys.map(\.self))
        guard levels < parts.count else {
            throw Diagnostic(
                .error, .infrastructureNoFolder,
                "\(directory) refers to files above the root of the file system")
        }
        root = (0..<levels).reduce(original) { url, _ in url.deletingLastPathComponent() }
        let below = parts.suffix(levels).joined(separator: "/")
        mirrorRoot = folder.file("proof")
        self.directory = below.isEmpty ? mirrorRoot : "\(mirrorRoot)/\(below)"
        var moved: [String: Data?] = [:]
        for (path, text) in changes { moved.updateValue(text, forKey: Self.joined(below, path)) }
        self.changes = moved
        var real: Set<String> = Self.ancestors(of: below, itself: true)
        for path in moved.keys { real.formUnion(Self.ancestors(of: path, itself: false)) }
        self.real = real
    }

    func lay() throws { try lay("") }

    private func lay(_ path: String) throws {
        let source = path.isEmpty ? root : root.appending(path: path)
        let copy = path.isEmpty ? mirrorRoot : "\(mirrorRoot)/\(path)"
        try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var names = Set((try? FileManager.default.contentsOfDirectory(atPath: source.path)) ?? [])
        for changed in Set(changes.keys).union(real) where Self.parent(changed) == path {
            if !changed.isEmpty { names.insert(Self.base(changed)) }
        }
        for name in names.sorted() where !Self.isLeftOut(name) {
            try lay(
                Self.joined(path, name), from: source.appending(path: name), to: "\(copy)/\(name)")
        }
    }

    private func lay(_ path: String, from source: URL, to copy: String) throws {
        if let change = changes[path] {
            if let text = change { try text.write(to: URL(filePath: copy)) }
        } else if real.contains(path) {
            try lay(path)
        } else {
            // `init` writes the lock file, and through a link it would write the team's.
            try Self.place(source.path, at: copy, copying: source.lastPathComponent == Self.lock)
        }
    }

    static func place(_ source: String, at path: String, copying: Bool) throws {
        if copying {
            try Data(contentsOf: URL(filePath: source)).write(to: URL(filePath: path))
        } else {
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: source)
        }
    }

    // MARK: What to lay out

    private static let lock = ".terraform.lock.hcl"

    /// State, its backups and what `init` fills stay where they are.
    private static func isLeftOut(_ name: String) -> Bool {
        name == ".terraform" || name == ".git" || name.contains(".tfstate")
    }

    /// How many levels above the folder its files, its modules and the changes reach.
    private static func levelsAbove(_ folder: URL, _ changed: [String]) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let texts =
            (names.filter {
                $0.hasSuffix(".tf") || $0.hasSuffix(".tf.json") || $0.hasSuffix(".tofu")
            }
            + [".terraform/modules/modules.json"])
            .compactMap { try? String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
        return (texts + changed).map(longestClimb).max() ?? 0
    }

    /// The most `..` in a row in a path.
    static func longestClimb(_ text: String) -> Int {
        var longest = 0
        var rest = text[...]
        while let found = rest.range(of: "(\\.\\./)*\\.\\.[/\"]", options: .regularExpression) {
            longest = max(longest, text[found].filter { $0 == "." }.count / 2)
            rest = rest[found.upperBound...]
        }
        return longest
    }

    private static func joined(_ folder: String, _ path: String) -> String {
        var parts: [Substring] = []
        for part in "\(folder)/\(path)".split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    private static func parent(_ path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    private static func base(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }

    private static func ancestors(of path: String, itself: Bool) -> Set<String> {
        var found: Set<String> = [""]
        let parts = path.split(separator: "/")
        for length in 1..<max(1, parts.count + (itself ? 1 : 0)) {
            found.insert(parts.prefix(length).joined(separator: "/"))
        }
        return found
    }
}
