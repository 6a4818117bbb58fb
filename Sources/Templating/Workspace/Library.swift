/// A folder of input files: the root, a folder below it, or a private library in `_ytt_lib`.
final class Library {
    static let privateName = "_ytt_lib"

    let name: String
    private(set) var children: [Library] = []
    private(set) var files: [InputFile] = []
    private var childrenByName: [String: Library] = [:]

    private init(name: String) { self.name = name }

    /// The root of the folders that `files` are in.
    init(files: [InputFile]) {
        name = ""
        for file in files {
            var pieces = file.path.split(separator: "/", omittingEmptySubsequences: false)
            pieces.removeLast()
            pieces.reduce(self) { $0.child(String($1)) }.files.append(file)
        }
    }

    private var isPrivate: Bool { name == Self.privateName }

    private func child(_ name: String) -> Library {
        if let known = childrenByName[name] { return known }
        let child = Library(name: name)
        children.append(child)
        childrenByName[name] = child
        return child
    }

    /// A library of this folder's `_ytt_lib`, by the path below that.
    func accessibleLibrary(_ path: String) throws -> Library {
        guard var library = childrenByName[Self.privateName] else {
            throw TemplateFailure(
                "Could not find private library (directory '\(Self.privateName)' missing?)")
        }
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            let soFar = pieces[..<index].joined(separator: "/")
            guard let next = library.childrenByName[String(piece)] else {
                throw TemplateFailure(
                    "Expected to find library '\(path)', but did not find '\(soFar)'")
            }
            guard !next.isPrivate else {
                throw TemplateFailure("Could not load private library '\(soFar)'")
            }
            library = next
        }
        return library
    }

    /// A folder below this one.
    func library(_ path: String) throws -> Library {
        var library = self
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            guard let next = library.childrenByName[String(piece)] else {
                throw TemplateFailure("Did not find '\(pieces[..<index].joined(separator: "/"))'")
            }
            guard !next.isPrivate else {
                throw TemplateFailure("Encountered private library '\(Self.privateName)'")
            }
            library = next
        }
        return library
    }

    func file(_ path: String) throws -> LibraryFile {
        var pieces = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = pieces.popLast() ?? ""
        var library = self
        if !pieces.isEmpty {
            do {
                library = try self.library(pieces.joined(separator: "/"))
            } catch {
                throw TemplateFailure("Expected to find file '\(path)', but did not", error)
            }
        }
        for file in library.files where file.baseName == name {
            return LibraryFile(file: file, library: library, folders: [])
        }
        throw TemplateFailure(
            "Expected to find file '\(path)' "
                + "(hint: only files included via -f flag are available)")
    }

    /// Files here and below, private libraries left out.
    func accessibleFiles(_ folders: [String] = []) -> [LibraryFile] {
        var result = files.map { LibraryFile(file: $0, library: self, folders: folders) }
        for child in children where !child.isPrivate {
            result += child.accessibleFiles(folders + [child.name])
        }
        return result
    }
}

/// A file and the folder it lies in.
struct LibraryFile {
    let file: InputFile
    let library: Library
    /// From the library that was asked down to the file.
    let folders: [String]

    var relativePath: String { (folders + [String(file.baseName)]).joined(separator: "/") }

    static func inOrder(_ files: [LibraryFile]) -> [LibraryFile] {
        files.enumerated()
            .sorted { ($0.element.file.order, $0.offset) < ($1.element.file.order, $1.offset) }
            .map(\.element)
    }
}

/// The folder a file is evaluated in, and the root it may load from by `/path`.
struct LibraryContext {
    var current: Library
    var root: Library
}
