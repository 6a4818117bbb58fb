import Diagnostics
import VendorCore
import VendorFetch

/// `verify`: compares what stands here with the digests of the last sync. No network is used.
struct VendorVerify {
    private let program: VendorProgram
    private let flags: VendorFlags

    init(_ program: VendorProgram, _ arguments: ArraySlice<String>) throws(VendorFlags.Problem) {
        self.program = program
        flags = try VendorFlags(arguments, VendorWorkspace.flags)
        try flags.refuseWords("\(program.name) verify")
    }

    private struct Report: Encodable {
        struct Edit: Encodable {
            let path: String
            let edit: DigestLock.Edit
        }
        var drifted: [Edit] = []
        /// Contents that no sync has written digests for.
        var unknown: [String] = []
        var files = 0
    }

    func run() throws -> Int32 {
        let workspace = try VendorWorkspace(flags, program)
        guard let digests = try workspace.digests() else {
            throw Diagnostic(
                .error, .lockIncomplete, "there is no \(workspace.digestFile) to compare with",
                hint: "Run: \(program.name) sync")
        }
        let report = try compare(workspace, digests)
        if let form = flags.form {
            try VendorOutput.print(report, as: form)
        } else {
            for edit in report.drifted { printLine("\(edit.edit.rawValue)\t\(edit.path)") }
            for path in report.unknown { printLine("unknown\t\(path)") }
            let drift = report.drifted.count + report.unknown.count
            printLine(
                drift == 0
                    ? "\(report.files) files are as they were written"
                    : "\(drift) of \(report.files) files and contents are not as they were written")
        }
        let isSame = report.drifted.isEmpty && report.unknown.isEmpty
        return (isSame ? ExitStatus.done : .different).rawValue
    }

    private func compare(_ workspace: VendorWorkspace, _ digests: DigestLock) throws -> Report {
        var report = Report()
        for (path, content, _) in workspace.contents {
            if case .manual = content.source { continue }
            let filter = try PathFilter(content.selection, contentPath: content.path)
            let now = try DigestLock.items(of: path) { filter.ignores($0) }
            guard let edits = digests.edits(path, now: now) else {
                report.unknown.append(path)
                continue
            }
            report.files += Set(now.keys).union(digests.contents[path, default: [:]].keys).count
            report.drifted += edits.sorted { $0.key < $1.key }.map {
                Report.Edit(path: RelativePath.joined(path, $0.key), edit: $0.value)
            }
        }
        return report
    }
}
