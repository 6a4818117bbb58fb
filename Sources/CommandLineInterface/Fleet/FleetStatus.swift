import ArgumentParser
import FleetCore
import FleetSync

struct FleetStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show who is on what: versions, distance, requests, checks and edits by hand.")

    @OptionGroup var options: FleetOptions

    @Option(help: "text for a table, json for one object, html for one page.")
    var output: FleetOutput = .text

    func run() async throws {
        let run = try await options.run(at: "HEAD")
        let report = try await run.status(
            try await run.consumers(matching: options.repositories))
        printFleet(report, output)
        if report.hasFailures { throw ExitCode(1) }
    }
}
