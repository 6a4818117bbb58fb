package import Diagnostics
import Foundation
import Subprocess
import SystemPackage

extension Diagnostic.Code {
    package static let fleetNoSandbox: Self = "fleet.no-sandbox"
}

/// Where a repository's check command runs: it comes from the repository, so it is not trusted.
///
/// With bubblewrap it has no network, sees the system's programs but nobody's home, and may write
/// only to its own copy of the repository.
package struct Sandbox: Sendable {
    private let isOpen: Bool

    /// - Parameter open: runs commands as they are, with everything this user may do.
    /// - Throws: a diagnostic when bubblewrap is missing and `open` was not asked for.
    package init(open: Bool) throws {
        isOpen = open
        guard open || Self.isThere else {
            throw Diagnostic(
                .error, .fleetNoSandbox,
                "checks need a sandbox, and bubblewrap is not installed here",
                detail: "A check is a command out of each repository.",
                hint: "On Debian: apt-get install bubblewrap. Or run them with --no-sandbox, with "
                    + "everything you may do yourself.")
        }
    }

    /// Whether the program `bwrap` is on PATH.
    package static var isThere: Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/bwrap")
        }
    }

    /// Runs a command by `sh` in a folder.
    ///
    /// - Returns: its status, 124 when it took too long, and what it said on both streams.
    package func run(
        _ command: String, in folder: String, seconds: Int
    ) async throws -> (status: Int32, output: String) {
        let limited = [
            "timeout", "--kill-after=5", "\(seconds)", "sh", "-c", "exec 2>&1\n" + command,
        ]
        let words = isOpen ? ["env", "-C", folder] + limited : wrapped(folder) + limited
        let result = try await Subprocess.run(
            .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
            environment: isOpen ? .inherit : .custom(["PATH": Self.path]), input: .none,
            output: .bytes(limit: 64 << 20), error: .string(limit: 1 << 20))
        let text = String(decoding: result.standardOutput, as: UTF8.self) + result.standardError
        return (Self.code(result.terminationStatus), text)
    }

    private static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    private func wrapped(_ folder: String) -> [String] {
        var words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
        for folder in ["/usr", "/bin", "/lib", "/lib64", "/sbin", "/opt", "/etc"] {
            words += ["--ro-bind-try", folder, folder]
        }
        words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", "/home/check"]
        words += ["--bind", folder, "/repository", "--chdir", "/repository"]
        return words + ["--setenv", "PATH", Self.path, "--setenv", "HOME", "/home/check"]
    }

    private static func code(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): Int32(code)
        case .signaled(let number): 128 + Int32(number)
        }
    }
}
