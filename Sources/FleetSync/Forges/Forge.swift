package import Diagnostics
package import FleetCore

extension Diagnostic.Code {
    package static let fleetForgeRefused: Self = "fleet.forge-refused"
    package static let fleetForgeUnreachable: Self = "fleet.forge-unreachable"
    package static let fleetNoCredential: Self = "fleet.no-credential"
}

/// A request as a forge has it.
package struct ForgeRequest: Sendable, Hashable {
    package enum State: Sendable, Hashable { case open, merged, closed }

    package var number: Int
    package var state: State
    package var url: String
    package var title: String
    package var body: String
    package var labels: [String]
    package var reviewers: [String]
    /// The commit its branch is at, or was at last.
    package var head: String

    /// Whether it says what is wanted; labels and reviewers that people added do no harm.
    func says(_ content: RequestContent) -> Bool {
        asks(as: content) && Set(content.labels).isSubset(of: labels)
    }

    /// Whether title and text are as wanted.
    func asks(as content: RequestContent) -> Bool {
        // Forges write line ends their own way, and drop those at the end.
        let plain = { (text: String) in
            text.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
        }
        return title == content.title && plain(body) == plain(content.body)
    }
}

/// Where requests are made. Each call may be repeated; `open` is only called after a look showed
/// that no request is open.
package protocol Forge: Sendable {
    /// Whether there are requests at all.
    var hasRequests: Bool { get }
    /// What git is told, beyond the address, to be let in.
    func gitConfiguration() async throws -> [String: String]
    func repositories(_ query: FleetFile.RepositoryQuery) async throws -> [String]
    /// The requests from a branch, the newest first; closed ones too.
    func requests(in repository: String, from branch: String) async throws -> [ForgeRequest]
    func open(
        _ content: RequestContent, in repository: String, from branch: String, to base: String
    ) async throws -> ForgeRequest
    func update(
        _ request: ForgeRequest, to content: RequestContent, in repository: String
    ) async throws
    func close(_ number: Int, in repository: String, saying: String) async throws
    func checks(of commit: String, in repository: String) async throws -> CheckState
}

extension Forge {
    /// The request that an attempt to open one has made, although no answer said so: one that is
    /// open, or one for the same change that somebody ended meanwhile.
    func made(
        _ content: RequestContent, in repository: String, from branch: String
    ) async throws -> ForgeRequest? {
        let all = try await requests(in: repository, from: branch)
        return all.first { $0.state == .open }
            ?? all.first.flatMap { $0.asks(as: content) ? $0 : nil }
    }
}

/// Plain git: a branch, and nothing else.
package struct PlainGit: Forge {
    package let hasRequests = false

    package init() {}

    package func gitConfiguration() async throws -> [String: String] { [:] }

    package func repositories(_ query: FleetFile.RepositoryQuery) async throws -> [String] {
        throw Diagnostic(
            .error, .fleetForgeRefused, "plain git cannot be asked for repositories",
            hint: "Name each repository in the fleet file.")
    }

    package func requests(
        in repository: String, from branch: String
    ) async throws -> [ForgeRequest] { [] }

    package func open(
        _ content: RequestContent, in repository: String, from branch: String, to base: String
    ) async throws -> ForgeRequest {
        throw Diagnostic(.error, .fleetForgeRefused, "plain git has no requests")
    }

    package func update(
        _ request: ForgeRequest, to content: RequestContent, in repository: String
    ) async throws {}

    package func close(_ number: Int, in repository: String, saying: String) async throws {}

    package func checks(of commit: String, in repository: String) async throws -> CheckState {
        .none
    }
}
