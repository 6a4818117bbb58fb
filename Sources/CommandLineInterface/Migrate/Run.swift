import ArgumentParser
import Diagnostics
import Foundation
import MigrationCore
import MigrationEngine

extension Migrate {
    /// Everything up to *ready*, and the switchover too where the file or a flag says so.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Do everything up to ready; go on where an earlier run stopped.")

        @OptionGroup var options: MigrationOptions

        @Flag(help: "Switch over as soon as everything is ready.")
        var switchOver = false

        @Flag(help: "Only say what would be done, after looking at both servers.")
        var dryRun = false

        func run() async throws {
            if dryRun { return try await preview() }
            try await carryOut(heedsWindow: false).show(options.output)
        }

        /// - Parameter heedsWindow: `--switch-over` waits for the window that the file names.
        func carryOut(heedsWindow: Bool) async throws -> RunOutcome {
            try await options.withRunner("run", locked: true) { runner in
                try await passPreflight(runner)
                var seen = try await runner.makeReady()
                options.rememberServers(runner)
                while seen.serving == .source, mustWait(runner, heedsWindow) {
                    seen = try await runner.stayReady()
                }
                guard seen.serving == .source, mustSwitch(runner, heedsWindow) else {
                    return RunOutcome(runner, seen, nil, path: options.file)
                }
                let report = try await PerformSwitchover(
                    runner, guardCommand: options.guardCommand
                ).perform(to: .target)
                return RunOutcome(
                    runner, try await runner.observe(), report, path: options.file)
            }
        }

        /// Before a migration begins, and only then: a begun one would find its own objects.
        private func passPreflight(_ runner: MigrationRunner) async throws {
            guard try await !runner.observe().isBegun else { return }
            try EndMigration(runner.context).refuseFinished()
            let report = try await runner.preflightWithInfrastructure()
            guard report.isRefused else { return }
            printError(report.text)
            throw ExitCode(report.exitStatus.rawValue)
        }

        private func preview() async throws {
            let (report, steps) = try await options.withRunner("run", locked: false) { runner in
                (
                    try await runner.preflightWithInfrastructure(),
                    runner.preview(try await runner.observe())
                )
            }
            print(report.text)
            print("\nwould be done:")
            for (number, step) in steps.enumerated() { print("  \(number + 1). \(step)") }
            if report.isRefused { throw ExitCode(report.exitStatus.rawValue) }
        }

        private func mustSwitch(_ runner: MigrationRunner, _ heedsWindow: Bool) -> Bool {
            switch runner.context.file.switchOver {
            case .automatic: true
            case .byHand: switchOver
            case .window(let from, let to): switchOver && !heedsWindow || isNow(from, to)
            }
        }

        /// With a window in the file, a run stays until it opens.
        private func mustWait(_ runner: MigrationRunner, _ heedsWindow: Bool) -> Bool {
            guard case .window(let from, let to) = runner.context.file.switchOver else {
                return false
            }
            return (!switchOver || heedsWindow) && !isNow(from, to)
        }

        private func isNow(_ from: Int, _ to: Int) -> Bool {
            let minute = Int(Date().timeIntervalSince1970) / 60 % 1440
            return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
        }
    }
}

/// What a run ends with.
struct RunOutcome: Encodable, Sendable {
    let migration: String
    let state: String
    let serving: String
    let report: MigrationReport
    let switchover: SwitchoverReport?
    /// What makes the infrastructure agree with what was moved.
    let next: String?

    init(
        _ runner: MigrationRunner, _ seen: MigrationObservation, _ switchover: SwitchoverReport?,
        path: String
    ) {
        migration = runner.context.file.name
        state = seen.switchovers == 0 ? "ready" : "switched"
        serving = seen.serving.rawValue
        report = runner.recorder.current
        self.switchover = switchover
        next = switchover?.switched == true ? reconcileCommand(runner.context.file, at: path) : nil
    }

    func show(_ format: OutputFormat) throws {
        if format == .text {
            print(ReportText(report).text)
            print("\(migration) is \(state): the \(serving) serves.")
            if state == "ready" { print("Next: apus migrate switch-over") }
            if let next { print("Next: \(next)") }
        } else {
            print(encodedForScripts(self))
        }
        guard let switchover else { return }
        guard switchover.switched else { throw ExitCode(ExitStatus.abandoned.rawValue) }
        try requireProofAndWayBack(switchover)
    }
}
