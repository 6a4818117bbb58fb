import Diagnostics
import Foundation
import Glibc
import MigrationCore

/// The guard as the program sees it: a process that ends the attempt if the program cannot.
///
/// It holds the reading end of a pipe. When the program dies, however it dies, the pipe closes;
/// when it hangs, the guard's own clock runs out.
actor GuardProcess {
    private let process = Process()
    private let orders = Pipe()
    private let answers = Pipe()

    /// - Parameter arguments: how this program is told to stand guard.
    init(program: String, arguments: [String]) {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = orders
        process.standardOutput = answers
    }

    /// Starts it and waits until it has everything open.
    func start(timeout: Duration = .seconds(15)) throws {
        signal(SIGPIPE, SIG_IGN)
        // Neither end may leak into other children, or the pipe would stay open without us.
        _ = fcntl(orders.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
        var descriptor = pollfd(
            fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&descriptor, 1, Int32(timeout.milliseconds)) > 0
        let word = ready ? answers.fileHandleForReading.availableData : Data()
        guard String(decoding: word, as: UTF8.self).hasPrefix("ready") else {
            stop()
            throw Diagnostic(
                .error, "switchover.no-guard", "the guard process did not get ready",
                detail: String(decoding: word, as: UTF8.self).trimmingCharacters(in: .newlines),
                hint: "Without it nobody would let traffic go if this program died: nothing was "
                    + "held. Try again; apus migrate preflight shows what it may lack.")
        }
    }

    /// Traffic is held from now on: the guard's clock starts.
    func held() { send("held") }

    /// The attempt is over: the guard ends without doing anything, and a little later.
    func dismiss() async {
        send("done")
        // Waiting for a process takes some of the processor too.
        try? await Task.sleep(for: GuardDuty.quiet)
        process.waitUntilExit()
    }

    private func send(_ word: String) {
        let line = Array((word + "\n").utf8)
        _ = line.withUnsafeBytes {
            write(orders.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count)
        }
    }

    private func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
