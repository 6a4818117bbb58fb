package import Diagnostics
import Yams
import YAMLTree

/// What was written, file by file: a lock beside the lock, which vendir does not know.
///
/// It holds what came from the sources, before any edit made here.
package struct DigestLock: Hashable, Sendable {
    /// One file or link of a content.
    package struct Item: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable { case file, executable, link }

        package let kind: Kind
        /// SHA-256 of the bytes, or of where a link leads.
        package let digest: String

        package init(kind: Kind, digest: String) {
            self.kind = kind
            self.digest = digest
        }
    }

    /// How a file differs from what was written.
    package enum Edit: String, Hashable, Sendable, Codable { case changed, removed, added }

    /// By the content's path from where commands run, then by the file's path in it.
    package var contents: [String: [String: Item]]

    package init(contents: [String: [String: Item]] = [:]) { self.contents = contents }

    /// `vendir.lock.yml` has `vendir.digests.lock.yml` beside it.
    package static func name(beside lock: String) -> String {
        let ending = ".lock.yml"
        return lock.hasSuffix(ending)
            ? lock.dropLast(ending.count) + ".digests" + ending : lock + ".digests" + ending
    }

    /// The files that differ, by path.
    package func edits(_ path: String, now: [String: Item]) -> [String: Edit]? {
        guard let written = contents[path] else { return nil }
        var edits: [String: Edit] = [:]
        for (file, item) in written where now[file] != item {
            edits[file] = now[file] == nil ? .removed : .changed
        }
        for file in now.keys where written[file] == nil { edits[file] = .added }
        return edits
    }

    // MARK: Text

    package var text: String {
        var lines = [
            "# What apus vendor sync wrote. apus vendor verify compares with it; vendir passes over it.",
            "version: 1", contents.isEmpty ? "contents: []" : "contents:",
        ]
        for (path, files) in contents.sorted(by: { $0.key < $1.key }) {
            lines.append("- path: \(Self.scalar(path))")
            lines.append(files.isEmpty ? "  files: []" : "  files:")
            for (file, item) in files.sorted(by: { $0.key < $1.key }) {
                lines.append(
                    "  - " + Self.scalar("\(item.digest) \(item.kind.rawValue) \(file)"))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func scalar(_ text: String) -> String {
        let printed = YAMLPrinter.text(.string(text))
        return printed.hasSuffix("\n") ? String(printed.dropLast()) : printed
    }

    package init(reading text: String, file: String) throws(Diagnostic) {
        let root: Yams.Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw Diagnostic(.error, .lockInvalid, "\(file) is not YAML", detail: "\(error)")
        }
        guard let root, root["version"]?.int == 1 else {
            throw Diagnostic(
                .error, .lockInvalid, "\(file) is of a version this program does not know")
        }
        contents = [:]
        for content in root["contents"]?.sequence ?? [] {
            guard let path = content["path"]?.string else { continue }
            var files: [String: Item] = [:]
            for line in content["files"]?.sequence ?? [] {
                let words = (line.string ?? "").split(separator: " ", maxSplits: 2)
                guard words.count == 3, let kind = Item.Kind(rawValue: String(words[1])) else {
                    throw Diagnostic(.error, .lockInvalid, "\(file) holds a line that is none")
                }
                files[String(words[2])] = Item(kind: kind, digest: String(words[0]))
            }
            contents[path] = files
        }
    }
}
