import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure

extension Infra {
    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the servers, databases, roles, replicas and backups of a folder.",
            discussion: "Changes nothing, and shows no value that is sensitive.")

        @Argument(help: "A folder in which init was run.")
        var directory: String = "."

        @Option(help: "text for people, json for one object.")
        var output: ReportFormat = .text

        @Option(help: "tofu, terraform, or a path. (environment: APUS_INFRASTRUCTURE_TOOL)")
        var tool: String?

        @Option(help: "A file with values of variables; may be repeated.")
        var varFile: [String] = []

        @Flag(help: "Do not plan beside a copy of the state to read the configuration.")
        var stateOnly = false

        @OptionGroup var knowledge: KnowledgeOptions

        func run() async throws {
            guard FileManager.default.fileExists(atPath: directory) else {
                throw Diagnostic(
                    .error, "file.unreadable", "there is no folder \(directory)")
            }
            let run = ToolRun(
                try await InfrastructureTool.find(preferred: tool), in: directory)
            let inspection = try await Inspection.of(
                run, knowledge: try knowledge.read(), readsConfiguration: !stateOnly,
                variableFiles: varFile.map { URL(filePath: $0).path })
            print(output == .text ? inspection.inventory.text : inspection.inventory.json)
        }
    }
}
