import ArgumentParser
import FleetCore
import FleetSync

struct FleetSyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring every repository's request to what its wave is offered.",
        discussion: """
            Takes the centre's commit HEAD. May be ended at any point and run again: no request \
            is opened twice, and no commit that people added is lost.
            """)

    @OptionGroup var options: FleetOptions

    @Option(help: "A wave that begins now, by hand.")
    var begin: String?

    @Flag(help: "Show what a sync would find; the same as status.")
    var dryRun = false

    @Option(help: "text for a table, json for one object, html for one page.")
    var output: FleetOutput = .text

    func run() async throws {
        var run = try await options.run(at: "HEAD")
        run.progress = { row in
            printError("\(row.repository): \(row.result.rawValue)")
        }
        let consumers = try await run.consumers(matching: options.repositories)
        let report =
            dryRun
            ? try await run.status(consumers)
            : try await run.sync(consumers, beginning: begin)
        printFleet(report, output)
        if report.hasFailures { throw ExitCode(1) }
    }
}
