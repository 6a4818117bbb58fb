import ArgumentParser
import Demonstration
import Diagnostics
import Foundation
import MigrationCore
import MigrationEngine

/// Shows a whole migration on throw-away servers; `make demo` builds and runs it.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Move a database under load between two throw-away servers on this machine.",
        discussion: """
            DEMO_FROM, DEMO_TO: majors. DEMO_RATE: transactions a second, 0 for as many as \
            possible. DEMO_CLIENTS, DEMO_SECONDS (between switchovers), DEMO_SCALE change the load.
            """)

    @Option(help: "Also write the report here, as JSON.")
    var report: String?

    @Option(help: "Also write the migration's own report here, as a page.")
    var page: String?

    @Option(help: "The folder with Pagila's schema.sql and data.sql.")
    var pagila: String?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var setup: DemoSetup
        do {
            setup = try DemoSetup(environment: environment)
        } catch {
            throw Diagnostic(
                .error, "demo.setting", "\(error.name) cannot be \"\(error.value)\"",
                hint: "Give a number from \(error.range.lowerBound) to \(error.range.upperBound).")
        }
        setup.pagila = pagilaFolder(environment)
        let printer = ProgressPrinter(format: .text, migration: "demo")
        defer { printer.end() }
        let demo = Demo(setup, progress: printer, run: .now("demo")) { attempt, stage in
            CompanionCommand(
                program: "/proc/self/exe",
                arguments: [
                    "guard", "--file", stage.file, "--state-dir", stage.stateFolder, "--attempt",
                    "\(attempt.number)", "--origin", attempt.origin.rawValue, "--program",
                    "\(getpid())",
                ])
        }
        let outcome = try await demo.run()
        printer.end()
        print(outcome.text)
        if let report {
            try Data((encodedForScripts(outcome) + "\n").utf8)
                .write(to: URL(fileURLWithPath: report))
        }
        if let page { try writePage(outcome.migration, to: page) }
        if !outcome.isGood { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func pagilaFolder(_ environment: [String: String]) -> String? {
        let folders = [pagila, environment["APUS_PAGILA"], "../shared/data/pagila"]
        return folders.compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: $0 + "/schema.sql")
        }.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    }
}
