import Diagnostics
import VendorCore
import VendorFetch

/// `diff`: what was edited here since it was locked.
struct VendorDiff {
    private let program: VendorProgram
    private let flags: VendorFlags

    init(_ program: VendorProgram, _ arguments: ArraySlice<String>) throws(VendorFlags.Problem) {
        self.program = program
        flags = try VendorFlags(arguments, VendorWorkspace.flags)
    }

    func run() async throws -> Int32 {
        let workspace = try VendorWorkspace(flags, program)
        guard let lock = workspace.lock else {
            throw Diagnostic(
                .error, .lockIncomplete, "there is no \(workspace.options.lockFile) yet",
                hint: "Run: \(program.name) sync")
        }
        let session = try VendorSession(
            options: workspace.options, resources: workspace.resources,
            environment: workspace.environment)
        defer { session.staging.remove() }
        let edits = LocalEdits(session: session, lock: lock, digests: nil)
        let wanted = try workspace.chosen(flags.words)
        var text = ""
        for (_, content, directory) in wanted {
            text += try await edits.diff(content, of: directory)
        }
        VendorOutput.printText(text)
        return (text.isEmpty ? ExitStatus.done : .different).rawValue
    }
}

extension VendorWorkspace {
    /// The contents with these paths; all of them when none is named.
    func chosen(
        _ paths: [String]
    ) throws(Diagnostic) -> [(
        path: String, content: VendoredContent, directory: VendoredDirectory
    )] {
        guard !paths.isEmpty else { return contents }
        _ = try configuration.subset(paths)
        let wanted = Set(paths.map(RelativePath.cleaned))
        return contents.filter { wanted.contains($0.path) }
    }
}
