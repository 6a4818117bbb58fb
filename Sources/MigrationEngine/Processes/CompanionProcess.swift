import Foundation
import Glibc
import MigrationCore

/// How this program is told to run as a process beside itself.
package struct CompanionCommand: Sendable {
    package let program: String
    package let arguments: [String]

    package init(program: String, arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }
}

/// A process that outlives this one for as long as it is needed.
///
/// It holds the reading end of a pipe: words come through it, and when this program dies, however it
/// dies, the pipe closes.
actor CompanionProcess {
    private let process = Process()
    private let orders = Pipe()
    private let answers = Pipe()

    /// - Parameter complains: whether what it says on standard error is this program's own; whoever reads
    ///   that to its end would wait for the companion's.
    init(_ command: CompanionCommand, complains: Bool) {
        process.executableURL = URL(fileURLWithPath: command.program)
        process.arguments = command.arguments
        process.standardInput = orders
        process.standardOutput = answers
        if !complains { process.standardError = FileHandle.nullDevice }
    }

    /// Starts it and waits until it says that it is ready.
    ///
    /// - Returns: what it said instead; nil when it is ready.
    func start(timeout: Duration) throws -> String? {
        signal(SIGPIPE, SIG_IGN)
        // Neither end may leak into other children, or the pipe would stay open without us.
        _ = fcntl(orders.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
        var descriptor = pollfd(
            fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        let isAnswering = poll(&descriptor, 1, Int32(timeout.milliseconds)) > 0
        let word = isAnswering ? answers.fileHandleForReading.availableData : Data()
        let text = String(decoding: word, as: UTF8.self)
        if text.hasPrefix(CompanionDuty.ready) { return nil }
        stop()
        return text.trimmingCharacters(in: .newlines)
    }

    func send(_ word: String) {
        let line = Array((word + "\n").utf8)
        _ = line.withUnsafeBytes {
            write(orders.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count)
        }
    }

    func waitUntilExit() { process.waitUntilExit() }

    private func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// The other end of the pipe, in the companion.
enum CompanionDuty {
    static let ready = "ready"

    /// An interrupt that is typed, or a terminal that is closed, is meant for the program alone.
    static func leaveTerminal() {
        setpgid(0, 0)
        for number in [SIGINT, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
    }

    static func sayReady() {
        let word = Array("\(ready)\n".utf8)
        _ = word.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    /// Reads words from standard input, on a thread of its own, which may block.
    ///
    /// - Parameters:
    ///   - word: that the companion is no longer needed.
    ///   - alarm: starts the budget.
    /// - Returns: true for `word`; false when the pipe closes, or when the budget is over.
    static func waitForWord(
        _ word: String = "done", alarm: String? = nil, budget: Duration = .zero
    ) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: readWords(word, alarm, budget))
            }
        }
    }

    private static func readWords(_ word: String, _ alarm: String?, _ budget: Duration) -> Bool {
        var since: ContinuousClock.Instant?
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let left = since.map { budget - (ContinuousClock.now - $0) }
            if let left, left <= .zero { return false }
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, left.map { Int32($0.milliseconds) + 1 } ?? 1000) > 0 else {
                continue
            }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { return false }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if text.contains(word) { return true }
            if let alarm, text.contains(alarm), since == nil { since = ContinuousClock.now }
        }
    }
}
