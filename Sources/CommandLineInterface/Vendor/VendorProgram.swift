import Diagnostics
import Foundation
import VendorCore
import VendorFetch

/// Vendoring as a program of its own: arguments in, an exit status out.
package struct VendorProgram: Sendable {
    /// The version of vendir whose files, flags and results these are.
    static let vendirVersion = "0.40.1"

    /// What messages begin with.
    let name: String
    /// Whether the reference's results are wanted where they differ from what is right.
    let isCompatible: Bool

    package init(name: String, isCompatible: Bool) {
        self.name = name
        self.isCompatible = isCompatible
    }

    /// Whether the process was started under the name `vendir`.
    package static var isCalledVendir: Bool {
        CommandLine.arguments.first?.split(separator: "/").last == "vendir"
    }

    package func run(_ arguments: [String]) async -> Int32 {
        outliveOtherPrograms()
        do {
            return try await dispatch(arguments)
        } catch let problem as VendorFlags.Problem {
            printError("\(name): Error: \(problem.description)")
            return isCompatible ? 1 : ExitStatus.wrongUsage.rawValue
        } catch is CancellationError {
            printError("interrupted: what was there is still there")
            return ExitStatus.interrupted.rawValue
        } catch let diagnostic as Diagnostic {
            report(diagnostic)
            return isCompatible ? 1 : diagnostic.exitStatus.rawValue
        } catch {
            printError("\(name): Error: \(error)")
            return ExitStatus.failed.rawValue
        }
    }

    private func dispatch(_ arguments: [String]) async throws -> Int32 {
        var words = arguments[...]
        guard let command = words.popFirst() else { return help() }
        let flags = words.prefix { $0 != "--" }
        if flags.contains("--help") || flags.contains("-h") { return help() }
        switch command {
        case "sync": return try await VendorSync(self, words).run()
        case "status" where !isCompatible: return try await VendorStatus(self, words).run()
        case "diff" where !isCompatible: return try await VendorDiff(self, words).run()
        case "update" where !isCompatible: return try await VendorUpdate(self, words).run()
        case "verify" where !isCompatible: return try VendorVerify(self, words).run()
        case "version", "--version": return version()
        case "tools": return try VendorSort(words).run()
        case "help", "--help", "-h": return help()
        default:
            if command.hasPrefix("-") { throw VendorFlags.Problem.unknown(command) }
            let near = nearestName(to: command, among: Self.commands)
            throw VendorFlags.Problem(
                description: "command '\(name)' does not accept extra arguments '\(command)'"
                    + (near.map { "\n  Did you mean `\($0)`?" } ?? ""))
        }
    }

    static let commands = [
        "sync", "status", "diff", "update", "verify", "tools", "version", "help",
    ]

    private func version() -> Int32 {
        printLine("vendir version \(Self.vendirVersion)")
        return 0
    }

    private func help() -> Int32 {
        printLine(VendorHelp.text(name))
        return 0
    }

    /// Under the reference's name, in its form.
    func report(_ diagnostic: Diagnostic) {
        guard isCompatible else { return printError(diagnostic.description) }
        let place = diagnostic.place.map { "\($0): " } ?? ""
        let message = diagnostic.message.prefix(1).uppercased() + diagnostic.message.dropFirst()
        let kind = diagnostic.severity == .error ? "Error" : "Warning"
        var lines = ["\(name): \(kind): \(place)\(message)"]
        for text in [diagnostic.detail, diagnostic.hint].compactMap({ $0 }) {
            lines += text.split(separator: "\n").map { "  \($0)" }
        }
        printError(lines.joined(separator: "\n"))
    }
}
