package import Diagnostics
import Foundation

extension Diagnostic.Code {
    package static let stateChanged: Self = "infrastructure.state-changed"
    package static let stateDifferent: Self = "infrastructure.state-different"
}

/// A state as commands on a copy left it, ready to be pushed in one piece.
///
/// The program itself refuses a push when the lineage differs, or when the real state has got a
/// serial that is as high. So the new state's serial is exactly one more than the one that was
/// proven: whatever anybody else did meanwhile makes the push fail, and nothing is half changed. (A
/// push counts once more by itself.)
package struct StateTransaction: Sendable {
    package let before: StateFile
    package let after: StateFile

    /// - Throws: when commands did something else than they were told.
    package init(
        before: StateFile, changed: StateFile, commands: [StateCommand]
    ) throws(Diagnostic) {
        self.before = before
        let bytes = try Self.withSerial(before.serial + 1, changed.bytes)
        after = try StateFile.read(bytes)
        try check(commands)
    }

    /// The same bytes with another serial; states are printed with one key a line.
    static func withSerial(_ serial: Int64, _ bytes: Data) throws(Diagnostic) -> Data {
        let text = String(decoding: bytes, as: UTF8.self)
        guard
            let found = text.range(of: "\n  \"serial\": [0-9]+,", options: .regularExpression)
        else {
            throw Diagnostic(
                .error, .stateDifferent, "the changed state does not have the shape of a state")
        }
        return Data(text.replacingCharacters(in: found, with: "\n  \"serial\": \(serial),").utf8)
    }

    private func check(_ commands: [StateCommand]) throws(Diagnostic) {
        let released = commands.compactMap {
            if case .remove(let address) = $0 { address } else { nil }
        }
        let gone = before.instances.filter { instance in
            released.contains { StateRelations.isAt(instance.address, $0) }
        }
        guard after.lineage == before.lineage, after.outputs == before.outputs,
            after.instances.count == before.instances.count - gone.count,
            Set(after.instances.map(\.attributes))
                == Set(before.instances.filter { !gone.contains($0) }.map(\.attributes))
        else {
            throw Diagnostic(
                .error, .stateDifferent,
                "the commands changed more of the state's copy than they should",
                detail: "The state itself was not touched.")
        }
    }

    // MARK: Acting

    /// Keeps the state as it was beside the configuration, readable by this user only.
    ///
    /// - Returns: the backup's path.
    package func keepBackup(in directory: String, name: String) throws -> String {
        // The pattern that keeps states out of repositories covers this name too.
        let path = "\(directory)/apus-\(name)-serial-\(before.serial).tfstate.backup"
        if (try? Data(contentsOf: URL(filePath: path))) == before.bytes { return path }
        try PlacedFile.write(before.bytes, to: path, permissions: 0o600)
        return path
    }

    /// Pushes the changed state, unless the real one is another than was proven.
    ///
    /// The program takes the state's lock for it.
    package func push(with run: ToolRun) async throws {
        let now = try await run.pullState()
        guard now?.serial == before.serial, now?.lineage == before.lineage,
            now?.bytes == before.bytes
        else {
            throw Diagnostic(
                .error, .stateChanged, "somebody changed the state meanwhile",
                detail: "It was proven with serial \(before.serial) and has \(now?.serial ?? 0).",
                hint: "Run the same command again: it looks at the state as it is now.")
        }
        try await PrivateFolder.with { folder in
            try folder.write(after.bytes, to: "after.tfstate")
            try await run.run(["state", "push", folder.file("after.tfstate")])
        }
    }
}

/// Writes files so that a reader sees the old bytes or the new ones.
enum PlacedFile {
    static func write(_ bytes: Data, to path: String, permissions: Int? = nil) throws {
        let manager = FileManager.default
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        let old = try? manager.attributesOfItem(atPath: real)[.posixPermissions] as? Int
        let beside = "\(real).apus-\(getpid())"
        defer { try? manager.removeItem(atPath: beside) }
        guard
            manager.createFile(
                atPath: beside, contents: bytes,
                attributes: [.posixPermissions: permissions ?? old ?? 0o644]),
            rename(beside, real) == 0
        else {
            throw Diagnostic(
                .error, .infrastructureNoFolder, "could not write \(path)",
                hint: "Check that the folder can be written and has room.")
        }
    }
}
