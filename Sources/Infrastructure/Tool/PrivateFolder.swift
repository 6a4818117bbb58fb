package import Diagnostics
package import Foundation

/// A folder for what may hold secrets: only this user can open it, and it goes away with its use.
///
/// Its name carries the process that made it, so that the next run removes what a killed one left.
package struct PrivateFolder: Sendable {
    package let path: String
    private static let prefix = "apus-infra-"

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// - Throws: what the body throws, or that no folder could be made.
    package static func with<Answer>(
        _ body: (PrivateFolder) async throws -> Answer
    ) async throws -> Answer {
        let folder = try make()
        defer { folder.remove() }
        return try await body(folder)
    }

    package static func make() throws -> PrivateFolder {
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        removeForsaken(in: parent)
        let path = parent.appending(path: "\(prefix)\(getpid())-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Diagnostic(
                .error, .infrastructureNoFolder, "could not make a folder in \(parent.path)",
                detail: error.localizedDescription,
                hint: "Point TMPDIR at a folder that can be written.")
        }
        return PrivateFolder(path: path)
    }

    package func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file that only this user can read; folders on the way are made.
    package func write(_ bytes: Data, to name: String) throws {
        let path = file(name)
        try FileManager.default.createDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard
            FileManager.default.createFile(
                atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
        else {
            throw Diagnostic(.error, .infrastructureNoFolder, "could not write \(path)")
        }
    }

    private static func removeForsaken(in parent: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let owner = Int32(name.dropFirst(prefix.count).prefix { $0.isNumber }),
                kill(owner, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(at: parent.appending(path: name))
        }
    }
}

extension Diagnostic.Code {
    package static let infrastructureNoFolder: Self = "infrastructure.no-folder"
}
