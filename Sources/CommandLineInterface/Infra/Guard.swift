import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure

extension Diagnostic.Code {
    static let planErrored: Self = "plan.errored"
}

extension Infra {
    struct Guard: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse a plan that would harm what holds data.",
            discussion: """
                Exit status 3 when the plan would destroy or replace a database, disk, bucket, key \
                or network, turn off backups or deletion protection, or restart a database; 0 \
                otherwise; 1 for what is not a whole plan.

                  terraform plan -out=plan.bin && terraform show -json plan.bin | apus infra guard -
                """)

        @Argument(help: "The plan as `show -json` prints it; - reads standard input.")
        var plan: String

        @Option(help: "text for people, json for one object.")
        var output: ReportFormat = .text

        @OptionGroup var knowledge: KnowledgeOptions

        func run() throws {
            let judgement = Judgement(
                try Plan.read(try bytes()), knowledge: try knowledge.read())
            let report = GuardReport(judgement)
            print(output == .text ? report.text : report.json)
            if report.refused { throw ExitCode(report.exitStatus.rawValue) }
            guard !judgement.isErrored else {
                throw Diagnostic(
                    .error, .planErrored, "planning ended with an error, so this is not all of it",
                    hint: "Mend what the plan command complained about, and plan again.")
            }
        }

        private func bytes() throws -> Data {
            if plan == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
            guard let bytes = FileManager.default.contents(atPath: plan) else {
                throw Diagnostic(
                    .error, "file.unreadable", "could not read the plan \(plan)",
                    hint: "terraform show -json plan.bin > \(plan)")
            }
            return bytes
        }
    }
}
