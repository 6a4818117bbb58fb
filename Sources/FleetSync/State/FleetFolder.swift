import Foundation
import SystemPackage
package import Diagnostics

extension Diagnostic.Code {
    package static let fleetBusy: Self = "fleet.busy"
    package static let fleetStateUnwritable: Self = "fleet.state-unwritable"
}

/// The folder on this machine where a fleet's clones and its journal are kept.
///
/// Losing it costs time: everything that matters stands in the repositories and on the forge.
package struct FleetFolder: Sendable, Hashable {
    package let path: String

    package init(path: String) { self.path = path }

    package static func standard(for fleet: String) -> FleetFolder {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_STATE_HOME"] ?? NSHomeDirectory() + "/.local/state"
        return FleetFolder(path: "\(home)/apus/fleet/\(fleet)")
    }

    package var store: String { "\(path)/store.git" }
    package func clone(_ name: String) -> String { "\(path)/clones/\(name).git" }
    package func record(_ name: String) -> String { "\(path)/journal/\(name).json" }
    package var rollout: String { "\(path)/journal/.rollout.json" }
    package var lastSync: String { "\(path)/journal/.last-sync.json" }

    package func make() throws {
        for folder in ["clones", "journal"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
            } catch {
                throw Diagnostic(
                    .error, .fleetStateUnwritable, "could not make the folder \(path)/\(folder)",
                    detail: error.localizedDescription, hint: "Name another one with --state-dir.")
            }
        }
    }

    package func read<Value: Decodable>(_ type: Value.Type, _ file: String) -> Value? {
        // A file that is damaged is a file that was lost.
        FileManager.default.contents(atPath: file).flatMap {
            try? JSONDecoder().decode(type, from: $0)
        }
    }

    /// Replaces a file at once: a kill leaves the old one or the new one.
    package func write(_ value: some Encodable, _ file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(value).write(to: URL(filePath: file), options: .atomic)
    }

    /// Takes the folder for this process alone, until it ends.
    ///
    /// - Throws: a diagnostic when another run has it.
    package func lock() throws -> FleetLock { try FleetLock("\(path)/lock") }
}

/// A lock that the system gives back when the process ends, however it ends.
package final class FleetLock: Sendable {
    private let descriptor: Int32

    init(_ file: String) throws {
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw Diagnostic(
                .error, .fleetBusy, "another run works on this fleet",
                detail: "It holds \(file).", hint: "Wait until it is done, and try again.")
        }
    }

    deinit { close(descriptor) }
}
