import ArgumentParser
package import Diagnostics
import Dispatch
import FleetSync
import Foundation
import MigrationEngine
import PostgresClient

extension Apus {
    /// The one place where the process ends on its own account.
    package static func start() async {
        refuseCoreDumps()
        let work = Task { try await runCommand() }
        let signals = [SIGINT, SIGTERM].map { interrupt(work, on: $0) }
        defer { signals.forEach { $0.cancel() } }
        do {
            try await work.value
        } catch let error as ExitCode {
            Foundation.exit(error.rawValue)
        } catch {
            end(with: error)
        }
    }

    private static func runCommand() async throws {
        if VendorProgram.isCalledVendir {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let program = VendorProgram(name: "vendir", isCompatible: true)
            throw ExitCode(await program.run(arguments))
        }
        var command = try parseAsRoot()
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// The first interrupt asks, the second one insists.
    private static func interrupt(
        _ work: Task<Void, any Error>, on number: Int32
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            if work.isCancelled { Foundation.exit(ExitStatus.interrupted.rawValue) }
            work.cancel()
        }
        source.resume()
        return source
    }

    private static func end(with error: any Error) -> Never {
        switch error {
        case let diagnostic as Diagnostic:
            printError(diagnostic.description)
            Foundation.exit(diagnostic.exitStatus.rawValue)
        case PostgresError.cancelled, is CancellationError:
            printError(interruptedMessage)
            Foundation.exit(ExitStatus.interrupted.rawValue)
        case let error as PostgresError:
            let diagnostic = Diagnostic(
                .error, "server.failed", "\(error)",
                hint: error.mayPass
                    ? "Once the server answers again, go on with the same command: \(command)" : nil
            )
            printError(diagnostic.description)
            let status = error.mayPass ? ExitStatus.unreachable : .failed
            Foundation.exit(status.rawValue)
        default: exit(withError: error)
        }
    }

    private static var interruptedMessage: String {
        """
        interrupted: the state is safe, and nothing is held
          hint: Go on with the same command: \(command)
        """
    }

    private static var command: String { CommandLine.arguments.joined(separator: " ") }
}

/// A whole line at once, so that whoever reads a pipe sees it now.
package func printLine(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
}

package func printError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
}

/// From here on a write to a program that has ended fails, where it would have ended this process.
/// Programs that are started have the usual setting.
func outliveOtherPrograms() { signal(SIGPIPE, SIG_IGN) }

extension Diagnostic {
    /// What scripts are told; the codes that have a meaning of their own.
    package var exitStatus: ExitStatus {
        switch code {
        case .unreachable, .fleetForgeUnreachable: .unreachable
        case .rowsDiffer: .different
        case .abandoned, .notReady: .abandoned
        default: .failed
        }
    }
}
