import ArgumentParser
import FleetCore
import FleetSync

struct FleetTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run each repository's own checks on the files it would get.",
        discussion: """
            To be run in the centre before a change is merged. Commands come from `check:` of \
            repositories, groups and features, and run in a sandbox without a network.
            """)

    @OptionGroup var options: FleetOptions

    @Option(help: "A commit of the centre, in place of its files as they are.")
    var commit: String?

    @Flag(help: "Run checks without a sandbox, with everything you may do yourself.")
    var noSandbox = false

    @Option(help: "text for lines, json for one object.")
    var output: FleetOutput = .text

    func run() async throws {
        let sandbox = try Sandbox(open: noSandbox)
        let run = try await options.run(at: commit)
        let tests = try await run.test(
            try await run.consumers(matching: options.repositories), in: sandbox)
        print(output == .json ? encodedFleet(["repositories": tests]) : text(tests))
        if tests.contains(where: { $0.verdict == .failed }) { throw ExitCode(1) }
    }

    private func text(_ tests: [ConsumerTest]) -> String {
        tests.map { test in
            switch test.verdict {
            case .passed: return "\(test.repository): passed"
            case .noCheck: return "\(test.repository): has no check; its files were made"
            case .failed:
                let command = test.command.map { ": \($0)" } ?? ""
                let output = (test.output ?? "").split(separator: "\n").map { "  \($0)" }
                return (["\(test.repository): failed\(command)"] + output).joined(separator: "\n")
            }
        }.joined(separator: "\n")
    }
}
