import Foundation
import Glibc
package import MigrationCore
import PostgresClient

/// What the guard does: waits for the program's word, and settles the attempt when none comes.
package struct GuardDuty: Sendable {
    let context: MigrationContext
    let attempt: Attempt
    let gate: any TrafficGate
    let program: pid_t

    package init(
        _ context: MigrationContext, _ attempt: Attempt, gate: any TrafficGate, program: Int32
    ) {
        self.context = context
        self.attempt = attempt
        self.gate = gate
        self.program = program
    }

    package enum Ending: Sendable, Hashable { case dismissed, settled(Settlement) }

    package func stand() async throws -> Ending {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        let ends = AttemptEnds.open(context, attempt, gate: gate, purpose: "guard")
        try await ends.connect()
        sayReady()
        if await waitForWord() {
            try? await Task.sleep(for: Self.quiet)
            return .dismissed
        }
        return .settled(await settle(ends))
    }

    /// Everybody opens a new session when traffic is let go, and each session of ours that ends takes
    /// a processor for milliseconds. The program waits for the guard's end before it ends its own.
    static let quiet = Duration.milliseconds(300)

    private func sayReady() {
        let word = Array("ready\n".utf8)
        _ = word.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    /// - Returns: whether the program ended the attempt itself.
    private func waitForWord() async -> Bool {
        let budget = context.file.limits.maxWritePause
        return await withCheckedContinuation { continuation in
            // A thread of its own may block: nothing else runs here.
            Thread.detachNewThread {
                continuation.resume(returning: readOrders(budget: budget))
            }
        }
    }

    private func settle(_ ends: AttemptEnds) async -> Settlement {
        // A program that hangs must not wake up in the middle of this.
        if getppid() == program { kill(program, SIGKILL) }
        let settling = SettleAttempt(ends: ends, actor: "guard/")
        for side in Side.allCases { try? await settling.endPredecessors(on: side) }
        let settlement = await settling.perform()
        try? await settling.conclude(settlement)
        return settlement
    }
}

/// Reads the program's words from standard input.
///
/// - Returns: true for `done`; false when the pipe closes, or when `held` was said and the budget
///   is over.
private func readOrders(budget: Duration) -> Bool {
    var heldAt: ContinuousClock.Instant?
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 64)
    while true {
        let left = heldAt.map { budget - (ContinuousClock.now - $0) }
        if let left, left <= .zero { return false }
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, left.map { Int32($0.milliseconds) + 1 } ?? 1000) > 0 else {
            continue
        }
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        guard count > 0 else { return false }
        text += String(decoding: buffer[..<count], as: UTF8.self)
        if text.contains("done") { return true }
        if text.contains("held"), heldAt == nil { heldAt = ContinuousClock.now }
    }
}
