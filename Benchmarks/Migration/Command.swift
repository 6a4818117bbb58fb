import Diagnostics
import Foundation

/// A program that is run and timed.
struct Command: Sendable {
    var program: String
    var arguments: [String] = []
    var environment: [String: String] = [:]

    init(_ program: String, _ arguments: [String], _ environment: [String: String] = [:]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// A script of several programs, ended by the first that fails.
    static func shell(_ script: String, _ environment: [String: String]) -> Command {
        Command("/bin/bash", ["-euo", "pipefail", "-c", script], environment)
    }

    struct Outcome: Sendable {
        /// Both of its outputs.
        let output: String
        let status: Int32
        let seconds: Double
        /// The largest resident size of the program itself, and of it and its children together.
        let memory: PeakMemory
    }

    /// Runs to the end, or until it has said what `enough` waits for; then it is interrupted.
    ///
    /// - Returns: the time until that word or the end.
    func run(until enough: (@Sendable (String) -> Bool)? = nil) async throws -> Outcome {
        let running = try RunningCommand(self)
        let watch = MemoryWatch(running.pid)
        var saidAt: Double?
        while running.isRunning {
            if saidAt == nil, let enough, enough(running.output) {
                saidAt = running.seconds
                running.signal(SIGINT)
            }
            watch.look()
            try await Task.sleep(for: .milliseconds(saidAt == nil && enough == nil ? 10 : 4))
        }
        let outcome = Outcome(
            output: running.output, status: running.status, seconds: saidAt ?? running.endSeconds,
            memory: watch.peak)
        running.forget()
        if saidAt == nil, outcome.status != 0 { throw failure(outcome) }
        return outcome
    }

    private func failure(_ outcome: Outcome) -> Diagnostic {
        let lines = outcome.output.split(separator: "\n").suffix(15).joined(separator: "\n")
        let name = arguments.first == "-euo" ? "a script" : program
        return Diagnostic(
            .error, "benchmark.program-failed", "\(name) ended with status \(outcome.status)",
            detail: lines)
    }
}

/// A program that was started; its output stands in a file meanwhile.
final class RunningCommand: Sendable {
    private let process: Process
    private let file: String
    private let begin: ContinuousClock.Instant
    private let end: EndTime

    init(_ command: Command) throws {
        file = NSTemporaryDirectory() + "apus-bench-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        let output = FileHandle(forWritingAtPath: file)
        process = Process()
        process.executableURL = URL(fileURLWithPath: command.program)
        process.arguments = command.arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") }.merging(command.environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let end = EndTime()
        self.end = end
        process.terminationHandler = { _ in end.note() }
        begin = .now
        try process.run()
        try? output?.close()
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var status: Int32 { process.terminationStatus }
    var seconds: Double { (ContinuousClock.now - begin).inSeconds }
    /// Of the whole run, once it is over.
    var endSeconds: Double { ((end.instant ?? .now) - begin).inSeconds }
    var output: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, number)
    }

    func wait() async throws {
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    func forget() { try? FileManager.default.removeItem(atPath: file) }
}
