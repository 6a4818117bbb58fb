import Demonstration
import Foundation
import Glibc
import ServerTestKit

/// The program while it runs, so that a test can do something to the world around it.
final class ProgramAtWork {
    private let process: Process
    private let folder: String

    /// Starts it.
    ///
    /// - Parameter stall: where it stops by itself, until ``goOn()``.
    init(
        _ stage: Stage, _ words: [String], stall: String? = nil,
        environment more: [String: String] = [:]
    ) throws {
        folder = NSTemporaryDirectory() + "apus-at-work-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var environment = stage.environment.merging(more) { $1 }
        if let stall { environment["APUS_STALL_AT"] = stall }
        process = try program(
            ["migrate"] + words + ["--file", stage.file, "--state-dir", stage.stateFolder],
            environment)
        for name in ["output", "errors"] {
            _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
        }
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/output")
        process.standardError = FileHandle(forWritingAtPath: folder + "/errors")
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    var isRunning: Bool { process.isRunning }

    /// Waits until it stopped itself, or has ended.
    func stopped() async throws { try await awaitStop(of: process) }

    func goOn() { kill(process.processIdentifier, SIGCONT) }
    func die() { send(SIGKILL) }
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until it has said these words on stderr.
    ///
    /// - Returns: false when it ended without.
    func says(_ words: String) async throws -> Bool {
        while true {
            let isOver = !process.isRunning
            if text("errors").contains(words) { return true }
            if isOver { return false }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits until it has ended; one that takes too long is killed, and its status says so.
    func end(within limit: Duration = .seconds(180)) async throws -> ProgramResult {
        let start = ContinuousClock.now
        while process.isRunning {
            if ContinuousClock.now - start > limit { die() }
            try await Task.sleep(for: .milliseconds(20))
        }
        return ProgramResult(
            status: process.terminationStatus, output: text("output"), error: text("errors"))
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
    }
}
