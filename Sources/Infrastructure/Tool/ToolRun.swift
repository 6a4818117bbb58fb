import Diagnostics
package import Foundation
import Subprocess
import SystemPackage

/// One run of the program in one folder.
///
/// Values never go through arguments, which every user of the machine can read: variables come from
/// the team's own files and environment.
package struct ToolRun: Sendable {
    package let tool: InfrastructureTool
    package let directory: String
    /// Added to this process's environment.
    package var environment: [String: String] = [:]
    /// What must not be shown of what the program prints.
    package var redaction = Redaction()
    package var deadline = Duration.seconds(900)

    package init(_ tool: InfrastructureTool, in directory: String) {
        self.tool = tool
        self.directory = directory
        redaction.collect(environment: ProcessInfo.processInfo.environment)
    }

    package struct Output: Sendable {
        package let status: Int32
        /// As printed: it may hold secrets.
        package let bytes: Data
        /// What went wrong, fit to be shown.
        package let complaint: String
    }

    /// Runs the program and answers whatever its exit status is.
    ///
    /// Past the deadline, or when the task is cancelled, the program is interrupted, which lets it
    /// give its lock back, and is ended if it does not.
    package func attempt(_ arguments: [String]) async throws -> Output {
        try await withThrowingTaskGroup(of: Output?.self) { group in
            group.addTask { try await launch(arguments) }
            group.addTask { [deadline] in
                try await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let output = first else {
                throw Diagnostic(
                    .error, .infrastructureToolSlow,
                    "\(name(arguments)) did not end within \(deadline)",
                    hint: "Try it by hand in \(directory): a question or a lock may hold it up.")
            }
            return output
        }
    }

    /// Runs the program and throws unless it ends with status 0.
    @discardableResult
    package func run(_ arguments: [String]) async throws -> Data {
        let output = try await attempt(arguments)
        guard output.status == 0 else {
            throw Diagnostic(
                .error, .infrastructureToolFailed,
                "\(name(arguments)) failed in \(directory)", detail: output.complaint)
        }
        return output.bytes
    }

    private func launch(_ arguments: [String]) async throws -> Output {
        var options = PlatformOptions()
        options.teardownSequence = [
            .send(signal: .interrupt, allowedDurationToNextStep: .seconds(20))
        ]
        var keys = InfrastructureTool.quiet
        for (name, value) in environment { keys[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(tool.path)), arguments: Arguments(arguments),
            environment: .inherit.updating(keys), workingDirectory: FilePath(directory),
            platformOptions: options, output: .bytes(limit: 1 << 29),
            error: .string(limit: 1 << 20))
        let status: Int32 =
            if case .exited(let code) = result.terminationStatus { code } else { 128 }
        return Output(
            status: status, bytes: Data(result.standardOutput),
            complaint: redaction.apply(to: Self.withoutQuotedSource(result.standardError)))
    }

    private func name(_ arguments: [String]) -> String {
        ([tool.kind.rawValue] + arguments.prefix { !$0.hasPrefix("-") }).joined(separator: " ")
    }

    /// Without the lines of configuration that the program quotes (` 12: password = "…"`) and the
    /// values that it explains them with (`│ var.password is "…"`). Both may hold secrets that
    /// nobody knows yet: Terraform 1.11 shows the value of a sensitive variable whose validation
    /// fails.
    static func withoutQuotedSource(_ text: String) -> String {
        let plain = text.replacingOccurrences(
            of: "\u{1B}\\[[0-9;]*m", with: "", options: .regularExpression)
        return plain.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                // The frame around the whole message is no quotation.
                let framed = line.drop { "│╷╵".contains($0) }
                return String(framed.drop { $0 == " " })
            }
            .filter { line in
                line.range(of: "^[0-9]+: ", options: .regularExpression) == nil
                    && !line.hasPrefix("│") && !line.hasPrefix("├")
            }
            .joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
