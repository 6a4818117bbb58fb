import ArgumentParser
import Diagnostics
import FleetCore
import FleetSync
import Foundation

enum FleetOutput: String, ExpressibleByArgument, CaseIterable { case text, json, html }

/// What every command about a fleet takes.
struct FleetOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .long],
        help: "The fleet file, in the central repository. (environment: APUS_FLEET_FILE)")
    var file: String = ProcessInfo.processInfo.environment["APUS_FLEET_FILE"] ?? "fleet.yaml"

    @Option(
        help: "Where clones and the journal are kept. (default: $XDG_STATE_HOME/apus/fleet/<fleet>)"
    )
    var stateDir: String?

    @Argument(help: "Only these repositories; patterns such as 'acme/service-*' are understood.")
    var repositories: [String] = []

    /// A run on a commit of the centre.
    ///
    /// - Parameter revision: nil takes the files as they lie there, committed or not.
    func run(at revision: String?) async throws -> FleetRun {
        outliveOtherPrograms()
        let folder = try state()
        let centre = try await Centre.open(file, folder)
        let commit: String?
        if let revision {
            commit = try await centre.git.commit(revision)
        } else {
            commit = try await centre.proposal()
        }
        guard let commit else {
            throw Diagnostic(
                .error, "fleet.unknown-commit",
                "the central repository has no commit \(revision ?? "HEAD")",
                hint: "Commit the fleet file and what it brings first.")
        }
        do {
            return try await FleetRun(centre, at: commit, folder: folder)
        } catch let problems as FleetProblems {
            throw Self.told(problems)
        }
    }

    /// The name in the file says where the state is, so the file is read for it.
    private func state() throws -> FleetFolder {
        if let stateDir { return FleetFolder(path: absolute(stateDir)) }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Diagnostic(
                .error, .fleetFileUnreadable, "could not read the fleet file \(file)",
                hint: "Name it with --file, or write one with apus fleet adopt.")
        }
        let (fleet, problems) = FleetFile.read(text, file: file)
        guard let fleet else { throw Self.told(FleetProblems(problems)) }
        return .standard(for: fleet.name)
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// All but the last are printed, and the last is thrown.
    private static func told(_ problems: FleetProblems) -> Diagnostic {
        for problem in problems.diagnostics.dropLast() { printError(problem.description) }
        return problems.diagnostics.last
            ?? Diagnostic(.error, .fleetFileUnreadable, "the fleet file cannot be read")
    }
}

/// Prints a report in the form that was asked for.
func printFleet(_ report: FleetReport, _ output: FleetOutput) {
    switch output {
    case .text: print(report.table)
    case .json: print(encodedFleet(report))
    case .html:
        let time = Date().formatted(.iso8601)
        print(report.page(time: wordsForTime(time)), terminator: "")
    }
}

/// `2026-11-29T22:40:11Z` as `2026-11-29 22:40 UTC`.
private func wordsForTime(_ text: String) -> String {
    text.prefix(16).replacing("T", with: " ") + " UTC"
}

func encodedFleet(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}
