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
        CompanionDuty.leaveTerminal()
        signal(SIGTERM, SIG_IGN)
        let ends = AttemptEnds.open(context, attempt, gate: gate, purpose: "guard")
        try await ends.connect()
        CompanionDuty.sayReady()
        let isOver = await CompanionDuty.waitForWord(
            GuardProcess.done, alarm: GuardProcess.held,
            budget: context.file.limits.maxWritePause)
        if isOver {
            try? await Task.sleep(for: Self.quiet)
            return .dismissed
        }
        // A service manager tells every process to end; this one has something to do first.
        return .settled(await Task { await settle(ends) }.value)
    }

    /// Everybody opens a new session when traffic is let go, and each session of ours that ends takes
    /// a processor for milliseconds. The program waits for the guard's end before it ends its own.
    static let quiet = Duration.milliseconds(300)

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
