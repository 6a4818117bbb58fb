import Foundation
import Infrastructure
import Testing

/// The installed program; nil where there is none, which each test that needs it says.
enum Terraform {
    static let isInstalled = ["terraform", "tofu"].contains { path($0) != nil }

    /// Where a program is installed.
    static func path(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static let missing: Comment = "not run: neither terraform nor tofu is installed"

    /// A folder of its own with these files, gone afterwards.
    static func with<Answer>(
        _ files: [String: String], in subfolder: String = "",
        _ body: (ToolRun) async throws -> Answer
    ) async throws -> Answer {
        let folder = try PrivateFolder.make()
        defer { folder.remove() }
        for (name, text) in files { try folder.write(Data(text.utf8), to: name) }
        let directory = subfolder.isEmpty ? folder.path : folder.file(subfolder)
        return try await body(ToolRun(try await InfrastructureTool.find(), in: directory))
    }
}

extension ToolRun {
    func apply(_ more: [String] = []) async throws {
        try await run(["apply", "-auto-approve", "-input=false", "-no-color"] + more)
    }
}
