import ArgumentParser
import Diagnostics
import Infrastructure
import MigrationCore

extension Infra {
    struct Prepare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Describe the target beside the source, ready for the move.",
            discussion: """
                The target is a copy of the source's block with its own name and version, with \
                backups, point-in-time recovery and deletion protection on. The source gets logical \
                decoding; the table names the flag that restarts it.

                  apus infra prepare live --migration shop.yaml --branch prepare
                """)

        @OptionGroup var options: RelocationOptions
        @OptionGroup var proposal: ProposalOptions

        func validate() throws { try proposal.check(options) }

        func run() async throws {
            let opened = try await options.open()
            let preparation = Reconciliation(
                opened.relocation, run: opened.run, knowledge: opened.knowledge,
                options: opened.options, refreshes: !options.noRefresh,
                purpose: .prepare(opened.preparation))
            let proposal = try await preparation.propose()
            var report = ReconcileReport(proposal, migration: opened.name)
            if !proposal.isRefused {
                try await preparation.handOver(
                    proposal.plan, by: options, patch: self.proposal.patch, into: &report)
            }
            print(self.proposal.output == .text ? report.text : report.json)
            if report.refused { throw ExitCode(report.exitStatus.rawValue) }
        }
    }
}
