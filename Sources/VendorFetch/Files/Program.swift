import Diagnostics
import Foundation
import ProgramInput
import Subprocess
import SystemPackage

/// Runs a program to its end. Secrets never stand in its arguments; an error shows none of its
/// environment.
struct Program: Sendable {
    let name: String
    var environment: [String: String] = [:]
    var folder: String?

    struct Result: Sendable {
        let isSuccess: Bool
        let output: [UInt8]
        let errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// - Throws: a diagnostic when the program is not installed.
    func run(_ arguments: [String], input: [UInt8] = []) async throws -> Result {
        var changes: [Environment.Key: String?] = [:]
        for (key, value) in environment {
            if let key = Environment.Key(rawValue: key) { changes[key] = value }
        }
        do {
            let result = try await Subprocess.run(
                .name(name), arguments: Arguments(arguments),
                environment: .inherit.updating(changes),
                workingDirectory: folder.map { FilePath($0) }, input: .handed(input),
                output: .bytes(limit: 256 << 20), error: .string(limit: 4 << 20))
            return Result(
                isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput,
                errors: result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw Diagnostic(
                .error, .fileFailed, "the program \(name) is not installed",
                hint: "Install it; on Debian: apt-get install \(name == "hg" ? "mercurial" : name)")
        }
    }
}
