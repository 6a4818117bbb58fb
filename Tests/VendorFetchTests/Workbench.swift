import Diagnostics
import FlyingFox
import FlyingSocks
import Foundation
import Subprocess
import SystemPackage
import VendorCore

@testable import VendorFetch

/// A folder with a cache of its own, and repositories and archives to vendor from.
///
/// Commands work relative to the folder they run in, which a process has only one of: paths in
/// configurations made here are absolute.
struct Workbench {
    let folder: String

    static func with<Result>(_ body: (Workbench) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(Workbench(folder: folder))
    }

    var vendor: String { "\(folder)/vendor" }

    // MARK: Vendoring

    /// Reads contents written below `contents:` of the directory `vendor`.
    func resources(_ contents: String, before: String = "") throws -> VendorResources {
        let lines = contents.split(separator: "\n").map { "  \($0)\n" }.joined()
        let text =
            before + "apiVersion: vendir.k14s.io/v1alpha1\nkind: Config\ndirectories:\n"
            + "- path: \(vendor)\n  contents:\n" + lines
        return try ConfigurationReader().read([.init(name: "vendir.yml", text: text)])
    }

    func session(
        _ resources: VendorResources, isLocked: Bool = false, isCompatible: Bool = false
    ) throws -> VendorSession {
        var options = SyncOptions()
        options.isLocked = isLocked
        options.isCompatible = isCompatible
        return try VendorSession(
            options: options, resources: resources,
            environment: ["VENDIR_CACHE_DIR": "\(folder)/cache", "HOME": folder])
    }

    func sync(
        _ contents: String, before: String = "", locked: LockFile? = nil,
        isCompatible: Bool = false
    ) async throws -> Synchronizer.Outcome {
        let resources = try resources(contents, before: before)
        let session = try session(
            resources, isLocked: locked != nil, isCompatible: isCompatible)
        defer { session.staging.remove() }
        var configuration = resources.configuration
        if let locked { configuration = try locked.locking(configuration) }
        return try await Synchronizer(
            session: session, configuration: configuration, locked: locked
        ).run()
    }

    func update(_ contents: String, _ lock: LockFile) async throws -> Updater.Outcome {
        let resources = try resources(contents)
        let session = try session(resources)
        defer { session.staging.remove() }
        return try await Updater(
            session: session, configuration: resources.configuration, lock: lock
        ).run()
    }

    // MARK: Files

    func write(_ text: String, to path: String, permissions: UInt32 = 0o644) throws {
        let place = "\(folder)/\(path)"
        try Disk.makeFolder(RelativePath.parent(place), permissions: 0o755)
        try Disk.write(Array(text.utf8), to: place)
        try Disk.setPermissions(place, permissions)
    }

    func read(_ path: String) throws -> String { try Disk.readText("\(folder)/\(path)") }

    func exists(_ path: String) -> Bool { Disk.exists("\(folder)/\(path)") }

    /// Paths of files and links below a folder.
    func files(_ path: String) throws -> [String] {
        try Disk.walk("\(folder)/\(path)").filter { $0.status.kind != .folder }.map(\.path)
    }

    // MARK: Sources

    @discardableResult
    func run(_ program: String, _ arguments: String..., in path: String = ".") async throws
        -> String
    {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments),
            environment: .inherit.updating([
                "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@e", "GIT_COMMITTER_NAME": "t",
                "GIT_COMMITTER_EMAIL": "t@e", "GIT_CONFIG_NOSYSTEM": "1", "HOME": folder,
            ]), workingDirectory: FilePath("\(folder)/\(path)"), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Diagnostic(
                .error, "bench.failed", "\(program) \(arguments): \(result.standardError)")
        }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A repository `origin` with these files, on a branch `main`.
    func repository(_ files: [String: String]) async throws {
        try Disk.makeFolder("\(folder)/origin", permissions: 0o755)
        try await run("git", "init", "-q", "-b", "main", "origin")
        try await commit(files, "first")
    }

    func commit(_ files: [String: String], _ message: String) async throws {
        for (path, text) in files { try write(text, to: "origin/\(path)") }
        try await run("git", "add", "-A", in: "origin")
        try await run("git", "commit", "-qm", message, in: "origin")
    }

    func withServer<Result>(
        _ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), handler: ClosureHTTPHandler(answer))
        let task = Task { try await server.run() }
        defer { task.cancel() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port) = await server.listeningAddress else {
            throw CocoaError(.featureUnsupported)
        }
        return try await body("http://127.0.0.1:\(port)")
    }
}
