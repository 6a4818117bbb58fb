import Diagnostics
import Foundation

/// Files that change together: what they are to be is written down beside them first.
///
/// A run that is killed between two of them leaves a mixture in which nobody could tell which block
/// has its new name already. The next run reads here how it goes on.
struct WrittenAhead: Codable, Hashable {
    struct Entry: Codable, Hashable {
        let name: String
        let before: Data?
        let after: Data
    }

    let migration: String
    let files: [Entry]

    init(_ changes: [ReconcilePlan.FileChange], name: String) {
        migration = name
        files = changes.map {
            Entry(name: $0.name, before: $0.before.map { Data($0) }, after: Data($0.after))
        }
    }

    private static func path(_ directory: String, _ name: String) -> String {
        "\(directory)/.apus-\(name)-files"
    }

    static func read(in directory: String, name: String) throws -> WrittenAhead? {
        guard let bytes = FileManager.default.contents(atPath: path(directory, name)) else {
            return nil
        }
        return try JSONDecoder().decode(WrittenAhead.self, from: bytes)
    }

    func write(in directory: String) throws {
        try PlacedFile.write(
            try JSONEncoder().encode(self), to: Self.path(directory, migration), permissions: 0o600)
    }

    static func remove(from directory: String, name: String) {
        try? FileManager.default.removeItem(atPath: path(directory, name))
    }

    /// Writes what a run that was killed had still to write; nothing where none was.
    ///
    /// In between, two blocks can have one name: the program would not even read the state then.
    static func finish(in directory: String, name: String) throws {
        for file in try read(in: directory, name: name)?.files ?? [] {
            let path = "\(directory)/\(file.name)"
            let now = FileManager.default.contents(atPath: path)
            guard now != file.after else { continue }
            guard now == file.before else {
                throw Diagnostic(
                    .error, .filesBetween, "\(file.name) was changed while it was being written",
                    detail: "An earlier run was ended between two files that change together.",
                    hint: "Take the folder back to what was committed, delete "
                        + "\(Self.path(directory, name)), and run this again.")
            }
            try PlacedFile.write(file.after, to: path)
        }
        remove(from: directory, name: name)
    }
}

extension Diagnostic.Code {
    static let filesBetween: Self = "infrastructure.files-between"
}
