import FleetSync
import Foundation

/// A forge in memory over bare repositories in a folder: requests, labels, comments and checks as
/// the real ones keep them, with their refusals and rate limits. ``ForgeServer`` puts it on a port.
///
/// Like them it refuses a second open request from one branch, a request whose branch is missing
/// or brings nothing, and an unknown label; it closes a request when its branch is deleted.
package actor TestForge {
    package struct Request: Sendable, Hashable {
        package enum State: String, Sendable { case open, merged, closed }

        package let number: Int
        package let branch: String
        package let base: String
        package var title: String
        package var body: String
        /// As it was opened.
        package let firstBody: String
        package var state = State.open
        package var labels: Set<String> = []
        package var reviewers: [String] = []
        package var comments: [String] = []
        /// How often title or body were changed.
        package var edits = 0
        /// Where the branch was when the request stopped being open.
        package var lastHead: String?
        /// What it said then; nil while it is open. Forges let a closed one be edited.
        package var lastBody: String?
    }

    struct Repository {
        var requests: [Request] = []
        var labels: [String] = []
        var checks: [String: String] = [:]
    }

    package enum Fault: Sendable {
        /// Answers with a status in place of doing anything.
        case refuse(Int)
        /// Does what was asked, and then answers 502: the answer is lost.
        case loseAnswer
        /// Answers 429, with the seconds to wait.
        case limit(Int)
    }

    /// Bare repositories lie here, as `owner/name.git`.
    package nonisolated let folder: String
    package nonisolated let token: String
    var repositories: [String: Repository] = [:]
    private var faults: [(method: String, fault: Fault)] = []
    var course = Course()
    /// The file with a GitHub app's public key; nil while there is no app.
    package var appKey: String?
    /// Method and path of each call that was let in.
    package private(set) var calls: [String] = []
    /// Requests that were opened, over all repositories.
    package private(set) var opened = 0

    package init(folder: String, token: String = "test-token") {
        self.folder = folder
        self.token = token
    }

    nonisolated func path(_ repository: String) -> String { "\(folder)/\(repository).git" }

    package nonisolated func exists(_ repository: String) -> Bool {
        FileManager.default.fileExists(atPath: path(repository) + "/HEAD")
    }

    /// The names of all repositories of an owner.
    nonisolated func names(of owner: String) -> [String] {
        let found = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(owner)")
        return (found ?? []).filter { $0.hasSuffix(".git") }.map { "\(owner)/\($0.dropLast(4))" }
            .sorted()
    }

    // MARK: What tests do to it

    /// Lets the next call with a method fail.
    package func fail(next method: String, _ fault: Fault) { faults.append((method, fault)) }

    /// Installs a GitHub app, known by its public key.
    package func install(appKey: String) { self.appKey = appKey }

    package func requests(in repository: String) -> [Request] {
        repositories[repository]?.requests ?? []
    }

    package func open(in repository: String) -> Request? {
        requests(in: repository).first { $0.state == .open }
    }

    package func labels(in repository: String) -> [String] {
        repositories[repository]?.labels ?? []
    }

    /// What automatic checks say about a commit: `pending`, `success` or `failure`.
    package func check(_ commit: String, in repository: String, _ state: String) {
        repositories[repository, default: Repository()].checks[commit] = state
    }

    /// A person closes a request without merging it.
    package func decline(_ number: Int, in repository: String) async throws {
        try await close(number, in: repository)
    }

    /// A person merges a request, by a merge commit or squashed into one.
    package func merge(_ number: Int, in repository: String, squash: Bool = false) async throws {
        guard let request = requests(in: repository).first(where: { $0.number == number }) else {
            return
        }
        let git = Git(path(repository))
        guard let base = try await self.head(of: request.base, in: repository),
            let head = try await self.head(of: request.branch, in: repository),
            let tree = try await git.mergedTree(base, head)
        else { throw TestForgeProblem("\(repository) #\(number) cannot be merged") }
        let commit = Git.NewCommit(
            parents: squash ? [base] : [base, head], tree: tree,
            message: "Merge #\(number): \(request.title)\n",
            author: .init(name: "A person", email: "person@localhost"))
        _ = try await git.make(commit, on: request.base)
        end(number, in: repository, .merged, at: head)
    }

    /// - Parameter head: where its branch is.
    private func end(
        _ number: Int, in repository: String, _ state: Request.State, at head: String?
    ) {
        _ = change(number, in: repository) { request in
            guard request.state == .open else { return }
            request.state = state
            request.lastHead = head
            request.lastBody = request.body
        }
    }

    // MARK: What the interface needs

    /// Notes a call, and says whether it is to go wrong.
    func admit(_ method: String, _ path: String) -> Fault? {
        calls.append("\(method) \(path)")
        if let index = faults.firstIndex(where: { $0.method == method }) {
            return faults.remove(at: index).fault
        }
        return course.fault(for: path)
    }

    nonisolated func head(of branch: String, in repository: String) async throws -> String? {
        // Asked very often: a loose ref is read where it lies.
        let file = path(repository) + "/refs/heads/\(branch)"
        if let text = try? String(contentsOfFile: file, encoding: .utf8) {
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard FileManager.default.fileExists(atPath: path(repository) + "/packed-refs") else {
            return nil
        }
        return try await Git(path(repository)).commit("refs/heads/\(branch)")
    }

    /// Requests whose branch is gone are closed, as forges do by themselves.
    func closeOrphans(in repository: String) async throws {
        for request in requests(in: repository) where request.state == .open {
            if try await head(of: request.branch, in: repository) == nil {
                end(request.number, in: repository, .closed, at: nil)
            }
        }
    }

    package enum Opening: Sendable { case opened(Request), exists, noBranch, nothingNew }

    package func openRequest(
        in repository: String, from branch: String, to base: String, title: String, body: String
    ) async throws -> Opening {
        if requests(in: repository).contains(where: { $0.state == .open && $0.branch == branch }) {
            return .exists
        }
        let git = Git(path(repository))
        guard let head = try await self.head(of: branch, in: repository),
            let onto = try await self.head(of: base, in: repository)
        else { return .noBranch }
        if try await git.isAncestor(head, of: onto) { return .nothingNew }
        // Looked at again: another call may have come in while git was asked.
        if requests(in: repository).contains(where: { $0.state == .open && $0.branch == branch }) {
            return .exists
        }
        let number = (requests(in: repository).map(\.number).max() ?? 0) + 1
        let request = Request(
            number: number, branch: branch, base: base, title: title, body: body, firstBody: body)
        repositories[repository, default: Repository()].requests.append(request)
        opened += 1
        return .opened(request)
    }

    func change(
        _ number: Int, in repository: String, _ body: (inout Request) -> Void
    ) -> Request? {
        guard
            let index = repositories[repository]?.requests.firstIndex(where: { $0.number == number }
            )
        else { return nil }
        if var request = repositories[repository]?.requests[index] {
            body(&request)
            repositories[repository]?.requests[index] = request
        }
        return repositories[repository]?.requests[index]
    }

    func close(_ number: Int, in repository: String) async throws {
        guard let request = requests(in: repository).first(where: { $0.number == number }) else {
            return
        }
        let head = try await self.head(of: request.branch, in: repository)
        end(number, in: repository, .closed, at: head)
    }

    /// - Returns: false when it is there already.
    func makeLabel(_ name: String, in repository: String) -> Bool {
        if labels(in: repository).contains(name) { return false }
        repositories[repository, default: Repository()].labels.append(name)
        return true
    }

    func check(of commit: String, in repository: String) -> String? {
        repositories[repository]?.checks[commit]
    }
}

package struct TestForgeProblem: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
