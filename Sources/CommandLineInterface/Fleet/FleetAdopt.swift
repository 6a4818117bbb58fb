import ArgumentParser
import Diagnostics
import FleetCore
import FleetSync
import Foundation

struct FleetAdopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Write the fleet file for repositories that scripts kept in step so far.",
        discussion: """
            To be run in the central repository. Reads a template of vendir's configuration and \
            the list of repositories, and looks into each repository to see what scripts made of \
            it. Where a repository is at the centre's commit, the first sync changes nothing.
            """)

    @Option(help: "The template of vendir's configuration.")
    var template = "vendir.tmpl.yml"

    @Option(help: "The values with `src_repos`.")
    var values = "ci/values.yml"

    @Option(help: "The script that opens requests, read for its title and labels.")
    var script = "ci/tasks/open-pr.sh"

    @Option(help: "The folder of each repository that holds vendir's configuration.")
    var folder = "ci"

    @Option(help: "What git clones, with {repository} in it. (default: from `git_org_uri`)")
    var git: String?

    @Option(help: "The fleet's name: a-z, 0-9 and -.")
    var name = "shared"

    @Option(name: [.customShort("f"), .long], help: "The file to write.")
    var file = "fleet.yaml"

    func run() async throws {
        outliveOtherPrograms()
        guard !FileManager.default.fileExists(atPath: file) else {
            throw Diagnostic(
                .error, "file.exists", "\(file) is there already",
                hint: "Write another one with --file, or remove it.")
        }
        let scripted = try ScriptedFleet(
            template: try text(template), values: try text(values), script: try? text(script),
            folder: folder)
        guard let place = git ?? scripted.git else {
            throw Diagnostic(
                .error, .adoptNotUnderstood, "the values do not say where the repositories are",
                hint: "Name it: --git 'https://forge.example/{repository}.git'")
        }
        let (centre, _) = try await Centre.locate(template)
        let run = AdoptRun(centre: centre, scripted: scripted, git: place)
        let (adoption, unreachable) = try await run.adoption()
        let written = adoption.fleetFile(name: name, git: place)
        try Data(written.utf8).write(to: URL(filePath: file))
        for name in unreachable { printError("warning: could not look into \(name)") }
        for remark in adoption.remarks { printError("warning: \(remark)") }
        print(
            """
            Wrote \(file): \(scripted.repositories.count) repositories, \
            \(scripted.features.count + 1) features. See what a sync would change:
              apus fleet plan --file \(file)
            """)
    }

    private func text(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Diagnostic(
                .error, .adoptNotUnderstood, "could not read \(path)",
                hint: "apus fleet adopt --help says which files are read.")
        }
        return text
    }
}
