import Diagnostics
import Foundation
import Infrastructure
import MigrationCore

/// The folder that a migration file names, ready to be asked.
struct InfrastructureSession: Sendable {
    let entry: InfrastructureEntry
    let run: ToolRun
    let knowledge: Knowledge

    init(_ entry: InfrastructureEntry) async throws {
        self.entry = entry
        guard FileManager.default.fileExists(atPath: entry.directory) else {
            throw Diagnostic(
                .error, "file.unreadable",
                "there is no folder \(entry.directory), which `infrastructure` names",
                hint: "It is looked for from where the command is run.")
        }
        run = ToolRun(
            try await InfrastructureTool.find(preferred: entry.tool), in: entry.directory)
        knowledge = try KnowledgeOptions.read(entry.knowledge.map { [$0] } ?? [])
    }
}
