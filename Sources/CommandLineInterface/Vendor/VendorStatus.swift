import Diagnostics
import VendorCore
import VendorFetch

/// `status`: what is behind its source, and what was edited here.
struct VendorStatus {
    private let program: VendorProgram
    private let flags: VendorFlags

    init(_ program: VendorProgram, _ arguments: ArraySlice<String>) throws(VendorFlags.Problem) {
        self.program = program
        flags = try VendorFlags(arguments, VendorWorkspace.flags)
        try flags.refuseWords("\(program.name) status")
    }

    private struct Content: Encodable {
        let path: String
        let source: String
        let version: String
        let latest: String?
        let behind: Int?
        let touching: [ContentDistance.Commit]
        let edited: [String: DigestLock.Edit]
        /// Those edits as `git diff` shows them; nil when there are none, or what was locked cannot
        /// be had any more.
        let diff: String?
        /// Why the source could not be asked.
        let problem: String?
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
        let contents = try await contents(workspace, lock, session)
        if let form = flags.form {
            try VendorOutput.print(["contents": contents], as: form)
        } else {
            for content in contents { for line in lines(content) { printLine(line) } }
        }
        return 0
    }

    private func contents(
        _ workspace: VendorWorkspace, _ lock: LockFile, _ session: VendorSession
    ) async throws -> [Content] {
        let edits = LocalEdits(session: session, lock: lock, digests: try workspace.digests())
        let all = workspace.contents
        return try await withThrowingTaskGroup(of: (Int, Content).self) { group in
            for (index, (path, content, directory)) in all.enumerated() {
                let locked = lock.content(content.path, in: directory.path)
                group.addTask {
                    let edited = try await edits.find(content, of: directory)
                    let diff =
                        edited.isEmpty ? nil : try? await edits.diff(content, of: directory)
                    let (distance, problem) = await Self.distance(content, locked, session)
                    return (
                        index,
                        Content(
                            path: path, source: content.source.key,
                            version: locked?.fact.label ?? "", latest: distance?.latest,
                            behind: distance.map { $0.behind } ?? (problem == nil ? 0 : nil),
                            touching: distance?.touching ?? [], edited: edited, diff: diff,
                            problem: problem)
                    )
                }
            }
            return try await group.reduce(into: [Int: Content]()) { $0[$1.0] = $1.1 }
                .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// A source that cannot be reached does not keep the others from being shown.
    private static func distance(
        _ content: VendoredContent, _ locked: LockedContent?, _ session: VendorSession
    ) async -> (ContentDistance?, String?) {
        guard let locked else { return (nil, "not locked yet") }
        do {
            return (try await session.distance(content, locked: locked), nil)
        } catch let diagnostic as Diagnostic {
            return (nil, diagnostic.message)
        } catch {
            return (nil, "\(error)")
        }
    }

    private func lines(_ content: Content) -> [String] {
        var words = [content.path, content.source, content.version].filter { !$0.isEmpty }
        if let problem = content.problem {
            words.append("(\(problem))")
        } else if let latest = content.latest {
            let behind = content.behind.map { "\($0) \($0 == 1 ? "commit" : "commits") " } ?? ""
            words.append("is \(behind)behind \(latest)")
            if content.behind != nil {
                words.append("(\(content.touching.count) touch these files)")
            }
        } else {
            words.append("is up to date")
        }
        let commits = content.touching.map { "    \($0.commit.prefix(8)) \($0.title)" }
        let edits = content.edited.sorted { $0.key < $1.key }.map {
            "    \($0.value.rawValue) here: \($0.key)"
        }
        let diff = (content.diff ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "      \($0)" }
        return [words.joined(separator: " ")] + commits + edits
            + (diff.last?.isEmpty == true ? diff.dropLast() : diff)
    }
}
