import Diagnostics
import Foundation
import ServerTestKit

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
        /// Megabytes: the largest resident size of the program itself.
        let memory: Double
        /// What a meter rose by between the two words; zero without a meter.
        let metered: Double
    }

    /// Something that is read when a program says that it begins with what is measured, and again
    /// when it says that it is through.
    struct Meter: Sendable {
        let begin: String
        let read: @Sendable () -> Double
    }

    /// Runs to the end, or until it has said what `enough` waits for; then it is interrupted.
    ///
    /// - Returns: the time until that word or the end.
    func run(
        until enough: (@Sendable (String) -> Bool)? = nil, metering meter: Meter? = nil
    ) async throws -> Outcome {
        let running = try RunningCommand(self)
        var memory = 0.0
        var looks = 0
        var saidAt: Double?
        var readings: (first: Double?, last: Double?)
        while running.isRunning {
            if let meter, readings.first == nil, running.output.contains(meter.begin) {
                readings.first = meter.read()
            }
            if saidAt == nil, let enough, enough(running.output) {
                saidAt = running.seconds
                readings.last = meter?.read()
                running.signal(SIGINT)
            }
            if looks.isMultiple(of: 10) { memory = max(memory, peakMemory(of: running.pid)) }
            looks += 1
            if running.seconds > Self.patience { running.signal(SIGKILL) }
            try await Task.sleep(for: .milliseconds(4))
        }
        let outcome = Outcome(
            output: running.output, status: running.status, seconds: saidAt ?? running.seconds,
            memory: memory, metered: (readings.last ?? 0) - (readings.first ?? 0))
        running.forget()
        if saidAt == nil, outcome.status != 0 { throw failure(outcome) }
        return outcome
    }

    /// Seconds; whatever takes longer hangs.
    private static let patience = 1800.0

    private func failure(_ outcome: Outcome) -> Diagnostic {
        let lines = outcome.output.split(separator: "\n").suffix(15).joined(separator: "\n")
        let name = arguments.first == "-euo" ? "a script" : program
        return Diagnostic(
            .error, "benchmark.program-failed", "\(name) ended with status \(outcome.status)",
            detail: lines)
    }
}

/// A program that was started; its output stands in a file meanwhile.
final class RunningCommand {
    private let process: ChildProcess
    private let file: String
    private let begin = ContinuousClock.now
    private var end: ContinuousClock.Instant?
    private var heard = (size: 0, text: "")

    init(_ command: Command) throws {
        file = NSTemporaryDirectory() + "apus-bench-\(UUID().uuidString)"
        let output = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(output) }
        let environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") }.merging(command.environment) { _, new in new }
        process = try ChildProcess(
            .init(
                program: command.program, arguments: command.arguments, environment: environment,
                folder: FileManager.default.currentDirectoryPath, output: output))
    }

    deinit { if isRunning { process.send(SIGKILL) } }

    var pid: Int32 { process.pid }
    var status: Int32 { process.statusIfEnded() ?? 0 }

    /// What it has said so far. It is asked for every few milliseconds, and mostly there is no more.
    var output: String {
        var facts = stat()
        guard stat(file, &facts) == 0, Int(facts.st_size) != heard.size else { return heard.text }
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        heard = (text.utf8.count, text)
        return text
    }

    var isRunning: Bool {
        if process.statusIfEnded() == nil { return true }
        end = end ?? .now
        return false
    }

    /// Until now, or of the whole run once it is over.
    var seconds: Double { ((end ?? .now) - begin).inSeconds }

    func signal(_ number: Int32) { process.send(number) }

    func forget() { try? FileManager.default.removeItem(atPath: file) }
}
