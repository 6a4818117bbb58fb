import Diagnostics
import VendorCore

/// A bare repository that holds what was fetched from one address.
///
/// Content comes with one shallow fetch of one commit. History is fetched only where something
/// asks for it: without files where the server can leave them out.
struct GitRepository: Sendable {
    let folder: String
    /// As git takes it; may hold a password that somebody wrote into the address.
    let url: String
    let program: Program

    init(folder: String, url: String, environment: [String: String]) {
        self.folder = folder
        self.url = url
        program = Program(name: "git", environment: environment)
    }

    /// Runs git in the repository.
    func git(_ arguments: String..., input: [UInt8] = []) async throws -> String {
        try await git(arguments, input: input)
    }

    func git(_ arguments: [String], input: [UInt8] = []) async throws -> String {
        let result = try await attempt(arguments, input: input)
        guard result.isSuccess else { throw failure(arguments, result.errors) }
        return result.text
    }

    /// Runs git in the repository; whether it succeeds is for the caller to see.
    func attempt(_ arguments: [String], input: [UInt8] = []) async throws -> Program.Result {
        try await program.run(["--git-dir", folder] + arguments, input: input)
    }

    func failure(_ arguments: [String], _ errors: String) -> Diagnostic {
        Diagnostic(
            .error, .gitFailed, "git \(arguments.first ?? "") failed for \(Self.shown(url))",
            detail: errors.replacing(url, with: Self.shown(url)))
    }

    /// Without a user and a password.
    static func shown(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://"),
            let at = url[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
        else { return url }
        return String(url[..<scheme.upperBound] + url[url.index(after: at)...])
    }

    func prepare() async throws {
        guard !Disk.exists("\(folder)/HEAD") else { return }
        _ = try await git("init", "--quiet", "--bare", folder)
    }

    func has(_ object: String) async throws -> Bool {
        try await attempt(["cat-file", "-e", "\(object)^{commit}"]).isSuccess
    }

    /// What the server's references point to.
    func references() async throws -> GitReferences {
        GitReferences(try await git("ls-remote", "--quiet", "origin"))
    }

    /// Fetches one commit with its files.
    ///
    /// - Parameter depth: how many commits of its history come along.
    func fetch(_ commit: String, depth: Int) async throws {
        let arguments = [
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--depth", "\(depth)",
            "origin", commit,
        ]
        if try await attempt(arguments).isSuccess, try await has(commit) { return }
        // A server that gives out no single commits, or a name that is none: everything, then.
        try await fetchEverything()
    }

    /// All branches and tags, with their files.
    func fetchEverything() async throws {
        let isShallow = Disk.exists("\(folder)/shallow")
        _ = try await git(
            ["fetch", "--quiet", "--force", "--no-write-fetch-head", "--tags"]
                + (isShallow ? ["--unshallow"] : [])
                + ["origin", "+refs/heads/*:refs/remotes/origin/*"])
    }
}

/// The names a server has for commits.
struct GitReferences: Hashable, Sendable {
    private(set) var branches: [String: String] = [:]
    /// The commits, seen through annotated tags.
    private(set) var tags: [String: String] = [:]
    private(set) var head: String?

    init(_ listing: String) {
        for line in listing.split(separator: "\n") {
            let words = line.split(separator: "\t", maxSplits: 1)
            guard words.count == 2 else { continue }
            let sha = String(words[0])
            let name = words[1]
            if name == "HEAD" { head = sha }
            if name.hasPrefix("refs/heads/") { branches[String(name.dropFirst(11))] = sha }
            guard name.hasPrefix("refs/tags/") else { continue }
            let tag = String(name.dropFirst(10))
            // The peeled line comes behind the tag's own.
            tags[tag.hasSuffix("^{}") ? String(tag.dropLast(3)) : tag] = sha
        }
    }

    /// The commit a configured ref means, where the names alone say it.
    ///
    /// `origin/x` is a branch; a name is a tag first and a branch after that, as for
    /// `git checkout` in a fresh clone.
    func commit(for ref: String) -> String? {
        if ref.hasPrefix("origin/") {
            return branches[String(ref.dropFirst(7))] ?? tags[ref] ?? branches[ref]
        }
        for prefix in ["refs/tags/", "tags/"] where ref.hasPrefix(prefix) {
            return tags[String(ref.dropFirst(prefix.count))]
        }
        return tags[ref] ?? branches[ref]
    }

    func tags(at commit: String) -> [String] {
        tags.filter { $0.value == commit }.map(\.key).sorted()
    }
}
