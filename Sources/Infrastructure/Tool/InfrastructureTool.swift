package import Diagnostics
import Foundation
import Subprocess
import SystemPackage

extension Diagnostic.Code {
    package static let infrastructureToolMissing: Self = "infrastructure.tool-missing"
    package static let infrastructureToolFailed: Self = "infrastructure.tool-failed"
    package static let infrastructureToolSlow: Self = "infrastructure.tool-slow"
}

/// The installed `tofu` or `terraform`: which one, where, and of which version.
package struct InfrastructureTool: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case tofu, terraform

        package var title: String { self == .tofu ? "OpenTofu" : "Terraform" }
    }

    package let kind: Kind
    /// The program's path.
    package let path: String
    package let version: ToolVersion

    package init(kind: Kind, path: String, version: ToolVersion) {
        self.kind = kind
        self.path = path
        self.version = version
    }

    /// Finds the program.
    ///
    /// - Parameter preferred: a name or a path; without one `APUS_INFRASTRUCTURE_TOOL` is asked,
    ///   then `tofu` and `terraform` are looked for on PATH, in this order.
    package static func find(preferred: String? = nil) async throws -> InfrastructureTool {
        let environment = ProcessInfo.processInfo.environment
        let wanted = preferred ?? environment["APUS_INFRASTRUCTURE_TOOL"]
        for candidate in candidates(wanted, environment["PATH"] ?? "") {
            if let tool = await ask(candidate) { return tool }
        }
        throw Diagnostic(
            .error, .infrastructureToolMissing,
            wanted.map { "\($0) is not there, or is neither OpenTofu nor Terraform" }
                ?? "neither tofu nor terraform is installed here",
            hint: "Install one of them, or name it with --tool or `infrastructure.tool`.")
    }

    private static func candidates(_ wanted: String?, _ searchPath: String) -> [String] {
        if let wanted, wanted.contains("/") { return [wanted] }
        let names = wanted.map { [$0] } ?? Kind.allCases.map(\.rawValue)
        let folders = searchPath.split(separator: ":").map(String.init)
        return names.flatMap { name in folders.map { "\($0)/\(name)" } }
            .filter { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// `Terraform v1.11.4` or `OpenTofu v1.9.0` stands in the first line.
    private static func ask(_ path: String) async -> InfrastructureTool? {
        let result = try? await Subprocess.run(
            .path(FilePath(path)), arguments: ["version"],
            environment: .inherit.updating(quiet), output: .string(limit: 1 << 16),
            error: .discarded)
        let words = (result?.standardOutput ?? "").split { $0 == " " || $0.isNewline }
        guard words.count > 1, words[1].first == "v",
            let kind = Kind.allCases.first(where: { $0.title == words[0] }),
            let version = ToolVersion(words[1].dropFirst())
        else { return nil }
        return InfrastructureTool(kind: kind, path: path, version: version)
    }

    /// No questions, no call home, and no log: a log holds every secret.
    static let quiet: [Environment.Key: String?] = [
        "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1", "TF_LOG": nil,
        "TF_LOG_CORE": nil, "TF_LOG_PROVIDER": nil, "TF_LOG_PATH": nil,
    ]
}
