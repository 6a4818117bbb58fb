import ArgumentParser
import Diagnostics
import MigrationCore
import MigrationEngine

extension Migrate {
    struct SwitchOver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move the writes to the target (the cutover).",
            discussion: """
                Exit status 4: abandoned, the source takes writes as before. 2: moved, and the \
                certificate found a difference. 1 with switchover.not-certified: moved, not proven; with \
                switchover.way-back-not-open: moved, and apus migrate run opens the way back.
                """)

        @OptionGroup var options: MigrationOptions

        func run() async throws { try await move(to: .target, options) }
    }

    struct SwitchBack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move the writes back to the source, with the same guarantees.")

        @OptionGroup var options: MigrationOptions

        func run() async throws { try await move(to: .source, options) }
    }
}

private func move(to side: Side, _ options: MigrationOptions) async throws {
    let report = try await options.withRunner(
        side == .target ? "switch-over" : "switch-back", locked: true
    ) { runner in
        let seen = try await runner.observe()
        guard seen.isBegun else {
            throw Diagnostic(
                .error, .nothingToEnd, "this migration was not begun",
                hint: "Start it with apus migrate run.")
        }
        guard try await !isDone(runner, side) else { return SwitchoverReport?.none }
        return try await PerformSwitchover(runner, guardCommand: options.guardCommand)
            .perform(to: side)
    }
    guard let report else {
        printError("note: the \(side) serves already: nothing to do")
        return
    }
    if options.output == .text {
        print(ReportText.switchover(report))
        if side == .target, report.switched,
            let next = reconcileCommand(try options.read(), at: options.file)
        {
            print("Next: \(next)")
        }
    } else {
        print(encodedForScripts(report))
    }
    guard report.switched else {
        throw Diagnostic(
            .error, .abandoned, "the switchover was abandoned: the \(side.other) serves as before",
            detail: report.reason,
            hint: "Nothing was lost. Try again with the same command when the cause is gone.")
    }
    try requireProofAndWayBack(report)
}

/// The writes moved, whatever is thrown here: it says that the proof or the way back is missing, or that
/// the proof is not one.
func requireProofAndWayBack(_ report: SwitchoverReport) throws {
    if report.certificate?.equal == false { throw ExitCode(ExitStatus.different.rawValue) }
    if let reason = report.wayBackFailure {
        throw Diagnostic(
            .error, .wayBackNotOpen, "the writes moved, and the way back is not open yet",
            detail: reason,
            hint: "apus migrate run opens it, or says what is in the way; switch-back needs it.")
    }
    guard let reason = report.uncertified else { return }
    throw Diagnostic(
        .error, .notCertified,
        "the writes moved, and that both sides were equal at that instant is not proven",
        detail: "The comparison ended: \(reason)",
        hint: "Compare every row as it is now: apus migrate verify")
}

/// A command that was killed after its switchover was decided is carried to its end by the guard;
/// the same command again then only makes ready what follows.
private func isDone(_ runner: MigrationRunner, _ side: Side) async throws -> Bool {
    let seen = try await runner.makeReady()
    return seen.serving == side && seen.switchovers > 0
}
