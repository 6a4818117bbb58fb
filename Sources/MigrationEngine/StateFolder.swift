import Diagnostics
import Foundation

/// The folder of one migration on this machine: the schema's archive, reports and logs.
///
/// Losing it costs time and history, never correctness.
package struct StateFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// `$XDG_STATE_HOME/apus/<migration>`, or under the home folder.
    package static func standard(for migration: String) -> StateFolder {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["APUS_STATE_HOME"]
            ?? environment["XDG_STATE_HOME"].map { $0 + "/apus" }
            ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state/apus"
        return StateFolder(path: "\(base)/\(migration)")
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    package func create() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Diagnostic(
                .error, "state.cannot-write", "cannot create the folder \(path)",
                detail: "\(error.localizedDescription)",
                hint: "Name another one with --state-dir or XDG_STATE_HOME.")
        }
    }

    package func write(_ text: String, to name: String) throws {
        try create()
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)), options: .atomic)
    }

    package func read(_ name: String) -> String? {
        try? String(contentsOfFile: file(name), encoding: .utf8)
    }

    package func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: file(name))
    }
}

extension StateFolder {
    package func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: file(name))
    }
}
