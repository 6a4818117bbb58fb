import Diagnostics
import VendorCore

/// Fetches Mercurial contents through `hg`.
struct HgFetcher: Sendable {
    let cache: FetchCache
    let resources: VendorResources

    /// - Parameter temporary: in place of a cache.
    func fetch(_ hg: HgSource, into folder: String, temporary: String) async throws -> LockedFact {
        guard !hg.url.isEmpty else {
            throw Diagnostic(.error, .hgFailed, "expected non-empty URL")
        }
        let place = (try? cache.place("hg", hg.url)) ?? "\(temporary)/hg"
        try Disk.makeFolder(place, permissions: 0o700)
        let lock = try await FolderLock(place)
        defer { lock.release() }
        return try await withTemporaryFolder { hidden in
            let program = try program(hg, hidden)
            let repository = "\(place)/repository"
            if !Disk.exists("\(repository)/.hg") {
                _ = try await run(program, ["init", repository], hg)
            }
            return try await update(program, repository, hg, into: folder)
        }
    }

    private func update(
        _ program: Program, _ repository: String, _ hg: HgSource, into folder: String
    ) async throws -> LockedFact {
        let known = try await program.run(["-R", repository, "log", "-r", hg.ref, "-T", "{node}"])
        // A whole changeset id that is here needs no question to the server.
        if !known.isSuccess || known.text != hg.ref {
            _ = try await run(program, ["-R", repository, "pull", "--quiet"], hg)
        }
        if hg.evolves {
            _ = try await run(program, ["-R", repository, "evolve"], hg)
        }
        let ref = hg.ref.isEmpty ? "default" : hg.ref
        _ = try await run(program, ["-R", repository, "update", "--clean", "--quiet", ref], hg)
        let node = try await run(program, ["-R", repository, "log", "-r", ".", "-T", "{node}"], hg)
        let title = try await run(
            program,
            ["-R", repository, "log", "-l", "1", "-T", "{desc|firstline|strip}", "-r", node], hg)
        try Disk.copy(repository, to: folder)
        try Disk.remove("\(folder)/.hg")
        try Disk.setPermissions(folder, 0o700)
        return .hg(sha: node, title: title)
    }

    private func run(
        _ program: Program, _ arguments: [String], _ hg: HgSource
    ) async throws -> String {
        let result = try await program.run(arguments)
        guard result.isSuccess else {
            let command = arguments.first { !$0.hasPrefix("-") && !$0.contains("/") } ?? ""
            throw Diagnostic(
                .error, .hgFailed, "hg \(command) failed for \(GitRepository.shown(hg.url))",
                detail: result.errors.replacing(hg.url, with: GitRepository.shown(hg.url)))
        }
        return result.text
    }

    /// Address and secrets go through a settings file only we can read.
    private func program(_ hg: HgSource, _ folder: String) throws(Diagnostic) -> Program {
        var settings = "[paths]\ndefault = \(hg.url)\n"
        if let name = hg.secret {
            settings += try self.settings(try resources.secret(name), hg, folder)
        }
        try Disk.write(Array(settings.utf8), to: "\(folder)/hgrc", permissions: 0o600)
        return Program(name: "hg", environment: ["HGRCPATH": "\(folder)/hgrc", "HGPLAIN": "1"])
    }

    private func settings(
        _ secret: VendorSecret, _ hg: HgSource, _ folder: String
    ) throws(Diagnostic) -> String {
        try secret.check(onlyHas: GitCredential.fields)
        var settings = ""
        if let user = secret.text("username"), let password = secret.text("password") {
            guard hg.url.hasPrefix("https://") else {
                throw Diagnostic(
                    .error, .secretInvalid,
                    "username/password authentication is only supported for https remotes")
            }
            settings +=
                "[auth]\nhgauth.prefix = https://\(GitExport.host(of: hg.url))\n"
                + "hgauth.username = \(user)\nhgauth.password = \(password)\n"
        }
        let credential = try GitCredential(secret, for: GitSource(url: hg.url), folder: folder)
        if let ssh = credential.environment["GIT_SSH_COMMAND"] {
            settings += "[ui]\nssh = \(ssh)\n"
        }
        return settings
    }
}
