import Diagnostics
import Foundation
import VendorCore
import VendorFetch

/// `sync`: brings every directory to what its sources hold.
struct VendorSync {
    private let program: VendorProgram
    private let flags: VendorFlags

    init(_ program: VendorProgram, _ arguments: ArraySlice<String>) throws(VendorFlags.Problem) {
        self.program = program
        flags = try VendorFlags(arguments, VendorWorkspace.flags)
        try flags.refuseWords("\(program.name) sync")
    }

    func run() async throws -> Int32 {
        let workspace = try VendorWorkspace(flags, program)
        for warning in workspace.resources.warnings { program.report(warning) }
        let session = try VendorSession(
            options: workspace.options, resources: workspace.resources,
            environment: workspace.environment)
        defer { session.staging.remove() }
        let outcome = try await Synchronizer(
            session: session, configuration: try workspace.effectiveConfiguration(),
            locked: workspace.lock, digestLock: try program.isCompatible ? nil : workspace.digests()
        ).run()
        try finish(outcome, workspace)
        return 0
    }

    private func finish(_ outcome: Synchronizer.Outcome, _ workspace: VendorWorkspace) throws {
        let options = workspace.options
        var lock = outcome.lock
        if !options.overrides.isEmpty, let old = workspace.lock { lock = old.merging(lock) }
        let usesLocalFolders = options.overrides.contains { $0.localFolder != nil }
        var wroteLock = false
        if !program.isCompatible, !usesLocalFolders { try workspace.writeDigests(outcome.digests) }
        if !usesLocalFolders {
            wroteLock = try Self.write(lock.text, to: options.lockFile)
        }
        try tell(outcome, lock, wroteLock: wroteLock)
    }

    /// - Returns: false when the file holds the text already.
    static func write(_ text: String, to file: String) throws -> Bool {
        if Disk.exists(file), try Disk.readText(file) == text { return false }
        try Disk.replace(file, with: text)
        return true
    }

    // MARK: Telling

    private func tell(_ outcome: Synchronizer.Outcome, _ lock: LockFile, wroteLock: Bool) throws {
        if program.isCompatible {
            if flags.has("json") {
                VendorOutput.print(.init(blocks: [lock.text], lines: ["Lock config", "Succeeded"]))
            } else {
                VendorOutput.printText(lock.text)
            }
        } else if let form = flags.form {
            try VendorOutput.print(
                Report(
                    changed: outcome.changed, lock_changed: wroteLock, contents: contents(lock)),
                as: form)
        } else {
            for line in lines(outcome, lock, wroteLock) { printLine(line) }
        }
    }

    private struct Report: Encodable {
        struct Content: Encodable {
            let path: String
            let source: String
            let version: String
        }
        let changed: [String]
        let lock_changed: Bool
        let contents: [Content]
    }

    private func contents(_ lock: LockFile) -> [Report.Content] {
        lock.directories.flatMap { directory in
            directory.contents.map { content in
                Report.Content(
                    path: RelativePath.joined(directory.path, content.path),
                    source: content.fact.key, version: content.fact.label)
            }
        }
    }

    private func lines(
        _ outcome: Synchronizer.Outcome, _ lock: LockFile, _ wroteLock: Bool
    ) -> [String] {
        if outcome.changed.isEmpty, !wroteLock { return ["nothing to do: everything is in place"] }
        let width = contents(lock).map(\.path.count).max() ?? 0
        return contents(lock).map { content in
            let path = content.path.padding(toLength: width, withPad: " ", startingAt: 0)
            return "\(path)  \(content.source) \(content.version)"
        } + outcome.changed.map { "replaced \($0)" } + (wroteLock ? ["wrote the lock"] : [])
    }
}
