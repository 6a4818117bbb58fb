import ArgumentParser
import Diagnostics
import MigrationCore
import MigrationEngine

extension Migrate {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare schemas and every row of both sides while they are written.",
            discussion: "Exit status 2: done, and a difference was found.")

        @OptionGroup var options: MigrationOptions

        func run() async throws {
            let report = try await options.withRunner("verify", locked: false) { runner in
                let seen = try await runner.observe()
                guard seen.builtEpoch != nil else {
                    throw Diagnostic(
                        .error, .notReady, "there is nothing to compare yet",
                        hint: "apus migrate run copies the rows first.")
                }
                return try await runner.verifyRows(seen.carrying)
            }
            print(
                options.output == .text
                    ? ReportText.verification(report) : encodedForScripts(report))
            if !report.isClean { throw ExitCode(ExitStatus.different.rawValue) }
        }
    }
}
