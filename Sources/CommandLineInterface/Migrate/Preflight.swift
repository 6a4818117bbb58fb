import ArgumentParser
import Diagnostics
import MigrationCore
import MigrationEngine

extension Migrate {
    struct Preflight: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look at both servers and say what is in the way; changes nothing.",
            discussion: "Exit status 3: refused, with what to mend.")

        @OptionGroup var options: MigrationOptions

        func run() async throws {
            let report = try await options.withRunner("preflight", locked: false) {
                try await $0.preflightWithInfrastructure()
            }
            print(options.output == .text ? report.text : encodedForScripts(report))
            if report.isRefused { throw ExitCode(report.exitStatus.rawValue) }
        }
    }
}
