package import Diagnostics
import Foundation
import ProgramInput
import Subprocess
import SystemPackage

extension Diagnostic.Code {
    package static let fleetGitFailed: Self = "fleet.git-failed"
    package static let fleetGitMissing: Self = "fleet.git-missing"
}

/// The program `git` on one repository.
///
/// It never asks a person for anything, runs no hooks of the user's, and is told secrets through
/// its environment only.
package struct Git: Sendable {
    /// The repository: a `.git` folder or a bare one; nil for commands that need none.
    package let folder: String?
    /// Configuration that must not stand among the arguments.
    let secretConfiguration: [String: String]

    package init(_ folder: String? = nil, secretConfiguration: [String: String] = [:]) {
        self.folder = folder
        self.secretConfiguration = secretConfiguration
    }

    /// What a run gave, whatever its status.
    package struct Answer: Sendable {
        package let status: Int32
        package let output: [UInt8]
        package let errors: String

        package var text: String { String(decoding: output, as: UTF8.self) }
        package var line: String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    /// Runs git, and throws when its status is not zero.
    @discardableResult
    package func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Answer {
        let answer = try await attempt(arguments, input: input, environment: environment)
        guard answer.status == 0 else { throw Self.failure(arguments, answer) }
        return answer
    }

    /// Runs git, and leaves its status to the caller.
    package func attempt(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Answer {
        try Task.checkCancellation()
        let place = folder.map { ["--git-dir", $0] } ?? []
        do {
            let result = try await Subprocess.run(
                .name("git"), arguments: Arguments(place + Self.quiet + arguments),
                environment: .inherit.updating(
                    configuration.merging(environment) { _, last in last }.reduce(into: [:]) {
                        $0[Environment.Key(stringLiteral: $1.key)] = $1.value
                    }),
                input: .handed(input), output: .bytes(limit: 1 << 30),
                error: .string(limit: 1 << 20)
            )
            return Answer(
                status: Self.code(result.terminationStatus), output: result.standardOutput,
                errors: result.standardError)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw Diagnostic(
                .error, .fleetGitMissing, "the program git is not installed",
                hint: "On Debian: apt-get install git")
        }
    }

    private static let quiet = [
        "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
        "-c", "protocol.ext.allow=never", "-c", "core.quotePath=false",
    ]

    private var configuration: [String: String] {
        var result = [
            "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "LC_ALL": "C",
            "GIT_OPTIONAL_LOCKS": "0", "GIT_CONFIG_COUNT": "\(secretConfiguration.count)",
        ]
        for (index, entry) in secretConfiguration.sorted(by: { $0.key < $1.key }).enumerated() {
            result["GIT_CONFIG_KEY_\(index)"] = entry.key
            result["GIT_CONFIG_VALUE_\(index)"] = entry.value
        }
        return result
    }

    private static func code(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): Int32(code)
        case .signaled(let number): 128 + Int32(number)
        }
    }

    private static func failure(_ arguments: [String], _ answer: Answer) -> Diagnostic {
        let words = arguments.first { !$0.hasPrefix("-") } ?? "git"
        return Diagnostic(
            .error, .fleetGitFailed, "git \(words) failed with status \(answer.status)",
            detail: withoutSecrets(answer.errors.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// `https://user:secret@host` is shown as `https://host`.
    static func withoutSecrets(_ text: String) -> String {
        text.replacing(/:\/\/[^\/@\s]*@/, with: "://")
    }
}
