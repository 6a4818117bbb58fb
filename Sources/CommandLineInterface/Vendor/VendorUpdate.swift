import Diagnostics
import VendorCore
import VendorFetch

/// `update`: moves contents within their constraints, and takes edits made here along.
struct VendorUpdate {
    private let program: VendorProgram
    private let flags: VendorFlags

    init(_ program: VendorProgram, _ arguments: ArraySlice<String>) throws(VendorFlags.Problem) {
        self.program = program
        flags = try VendorFlags(arguments, VendorWorkspace.flags)
    }

    private struct Report: Encodable {
        struct Move: Encodable {
            let path: String
            let from: String
            let to: String
        }
        let moved: [Move]
        let changed: [String]
        let merged: [String]
        let conflicts: [String]
    }

    func run() async throws -> Int32 {
        let workspace = try VendorWorkspace(flags, program)
        var options = workspace.options
        options.allowsLazy = false
        let session = try VendorSession(
            options: options, resources: workspace.resources, environment: workspace.environment)
        defer { session.staging.remove() }
        let outcome = try await Updater(
            session: session, configuration: try pinned(workspace), lock: workspace.lock,
            digestLock: try workspace.digests()
        ).run()
        try workspace.writeDigests(outcome.digests)
        _ = try VendorSync.write(outcome.lock.text, to: workspace.options.lockFile)
        try tell(report(outcome, workspace.lock ?? LockFile()))
        return (outcome.conflicts.isEmpty ? ExitStatus.done : .different).rawValue
    }

    /// Contents that were not named stay where the lock has them.
    private func pinned(_ workspace: VendorWorkspace) throws -> VendorConfiguration {
        guard !flags.words.isEmpty, let lock = workspace.lock else {
            return workspace.configuration
        }
        let chosen = Set(try workspace.chosen(flags.words).map(\.path))
        var configuration = workspace.configuration
        let locked = try lock.locking(configuration)
        for (index, directory) in configuration.directories.enumerated() {
            for (place, content) in directory.contents.enumerated()
            where !chosen.contains(RelativePath.joined(directory.path, content.path)) {
                configuration.directories[index].contents[place] =
                    locked.directories[index].contents[place]
            }
        }
        return configuration
    }

    private func report(_ outcome: Updater.Outcome, _ old: LockFile) -> Report {
        var moved: [Report.Move] = []
        for directory in outcome.lock.directories {
            for content in directory.contents {
                let before = old.content(content.path, in: directory.path)
                guard before?.fact != content.fact else { continue }
                moved.append(
                    Report.Move(
                        path: RelativePath.joined(directory.path, content.path),
                        from: before?.fact.label ?? "nothing", to: content.fact.label))
            }
        }
        return Report(
            moved: moved, changed: outcome.changed, merged: outcome.merged,
            conflicts: outcome.conflicts)
    }

    private func tell(_ report: Report) throws {
        if let form = flags.form { return try VendorOutput.print(report, as: form) }
        if report.moved.isEmpty, report.changed.isEmpty, report.conflicts.isEmpty {
            return printLine("nothing to do: everything is at its latest")
        }
        for move in report.moved { printLine("\(move.path)\t\(move.from) to \(move.to)") }
        for path in report.merged { printLine("kept edit\t\(path)") }
        for path in report.conflicts { printLine("conflict\t\(path)") }
        if !report.conflicts.isEmpty {
            printError(
                "error: edits made here and changes of the source collide in "
                    + "\(report.conflicts.count) files\n"
                    + "  hint: Look for <<<<<<< in them, or for what you want to keep, and commit.")
        }
    }
}
