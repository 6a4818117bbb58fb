import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure

extension Infra {
    struct Reconcile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make configuration and state describe the server that was moved to.",
            discussion: """
                Shows what would change and what a plan beside a copy of the state says of it; \
                exit status 3, and nothing changed, when a server, database or role would not stay \
                in place, or when a file cannot be edited with certainty.

                  apus infra reconcile live --migration shop.yaml --branch moved    # to be reviewed
                  apus infra reconcile live --migration shop.yaml --apply           # once merged

                Without --patch, --branch, --write or --apply nothing is changed. The state is \
                changed in one piece, under its lock, with a backup beside it. Every run can be \
                killed and done again.
                """)

        @OptionGroup var options: RelocationOptions
        @OptionGroup var proposal: ProposalOptions

        @Option(help: "Write the state's part as a shell script for the pipeline.")
        var script: String?

        @Flag(help: "Change the state, once the files say what they should.")
        var apply = false

        func validate() throws { try proposal.check(options) }

        func run() async throws {
            let opened = try await options.open()
            let reconciliation = Reconciliation(
                opened.relocation, run: opened.run, knowledge: opened.knowledge,
                options: opened.options, refreshes: !options.noRefresh)
            let proposal = try await reconciliation.propose()
            var report = ReconcileReport(proposal, migration: opened.name)
            if !proposal.isRefused { try await act(reconciliation, proposal, &report) }
            print(self.proposal.output == .text ? report.text : report.json)
            if report.refused { throw ExitCode(report.exitStatus.rawValue) }
        }

        private func act(
            _ reconciliation: Reconciliation, _ proposal: Reconciliation.Proposal,
            _ report: inout ReconcileReport
        ) async throws {
            guard !apply || options.write || proposal.plan.files.isEmpty else {
                throw Diagnostic(
                    .error, "infrastructure.files-first",
                    "the files in \(reconciliation.run.directory) do not describe the new server yet",
                    detail: proposal.plan.files.map(\.name).joined(separator: ", ")
                        + " would change.",
                    hint: "Merge the branch first, or add --write.")
            }
            try await reconciliation.handOver(
                proposal.plan, by: options, patch: self.proposal.patch, into: &report)
            if let script, let text = reconciliation.script(proposal) {
                guard
                    FileManager.default.createFile(
                        atPath: script, contents: Data(text.utf8),
                        attributes: [.posixPermissions: 0o755])
                else { throw Diagnostic(.error, "file.unwritable", "could not write \(script)") }
                report.done.append("script: \(script)")
            }
            guard apply, let backup = try await reconciliation.changeState(proposal) else {
                return
            }
            report.done.append("backup: \(backup)")
            report.done.append("the state has the new server at \(reconciliation.place)")
        }
    }
}

extension Reconciliation {
    fileprivate var place: String { relocation.address ?? relocation.source }
}
