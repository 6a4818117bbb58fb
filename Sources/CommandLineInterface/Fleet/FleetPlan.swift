import ArgumentParser
import FleetCore
import FleetSync

struct FleetPlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would change where, as diffs; touches no forge.",
        discussion: """
            The centre is taken as it lies there, committed or not, and waves are left out of \
            account. Ends with status 2 when something would change.
            """)

    @OptionGroup var options: FleetOptions

    @Option(help: "A commit of the centre, in place of its files as they are.")
    var commit: String?

    @Option(help: "text for diffs, json for one object.")
    var output: FleetOutput = .text

    func run() async throws {
        let run = try await options.run(at: commit)
        let plans = try await run.plan(try await run.consumers(matching: options.repositories))
        print(output == .json ? encodedFleet(["repositories": plans]) : text(plans))
        if plans.contains(where: { $0.problem != nil }) { throw ExitCode(1) }
        if plans.contains(where: { !$0.difference.isEmpty }) { throw ExitCode(2) }
    }

    private func text(_ plans: [ConsumerPlan]) -> String {
        plans.map { plan in
            if let problem = plan.problem { return "\(plan.repository): error: \(problem)" }
            let notes = plan.notes.map { "  \($0.path): \($0.kind.explanation)" }
            let count = plan.writes.count + plan.removals.count
            let words =
                count == 0
                ? "nothing to do" : count == 1 ? "1 file changes" : "\(count) files change"
            let head = "\(plan.repository): \(words)"
            return ([head] + notes + (plan.difference.isEmpty ? [] : ["", plan.difference]))
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
