import FleetSync
import Foundation
import Subprocess
import SystemPackage

/// What people and automatic checks do, for whoever drives a ``ForgeServer`` from outside:
///
///     POST /-/merge?repository=acme/web      merges the open request
///     POST /-/decline?repository=acme/web    closes it
///     POST /-/checks?command=sh%20ci/check.sh  runs a command on the files of every open request
///                                            and every base, and reports it as a check
///     GET  /-/requests                       every request, one a line
extension ForgeServer {
    func people(_ call: Call) async throws -> Reply {
        let name = call.query["repository"] ?? ""
        switch (call.method, call.path.dropFirst().first) {
        case ("POST", "merge"):
            guard let open = await forge.open(in: name) else { return .notFound }
            try await forge.merge(open.number, in: name)
            return Reply(200, ["merged": .number(Double(open.number))])
        case ("POST", "decline"):
            guard let open = await forge.open(in: name) else { return .notFound }
            try await forge.decline(open.number, in: name)
            return Reply(200, [:])
        case ("POST", "checks"): return try await runChecks(call.query["command"] ?? "true")
        case ("GET", "requests"):
            var items: [JSON] = []
            for name in await forge.everyRepository() {
                for request in await forge.requests(in: name) {
                    items.append(
                        [
                            "repository": .string(name), "number": .number(Double(request.number)),
                            "state": .string(request.state.rawValue),
                            "labels": .array(request.labels.sorted().map { .string($0) }),
                        ])
                }
            }
            return Reply(200, .array(items))
        default: return .notFound
        }
    }

    private func runChecks(_ command: String) async throws -> Reply {
        for name in await forge.everyRepository() {
            var branches = Set(await forge.open(in: name).map { [$0.branch] } ?? [])
            branches.insert("main")
            for branch in branches {
                guard let commit = try await forge.head(of: branch, in: name) else { continue }
                let passed = try await check(commit, in: name, command)
                await forge.check(commit, in: name, passed ? "success" : "failure")
            }
        }
        return Reply(200, [:])
    }

    private func check(_ commit: String, in name: String, _ command: String) async throws -> Bool {
        let folder = NSTemporaryDirectory() + "/apus-forge-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let git = Git(forge.path(name))
        let index = ["GIT_INDEX_FILE": folder + ".index"]
        defer { try? FileManager.default.removeItem(atPath: folder + ".index") }
        try await git.run(["read-tree", commit], environment: index)
        try await git.run(
            ["--work-tree", folder, "checkout-index", "--all"], environment: index)
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-c", command], workingDirectory: FilePath(folder),
            input: .none, output: .discarded, error: .discarded)
        return result.terminationStatus.isSuccess
    }
}

extension TestForge {
    /// Every repository that exists, in the order of their names.
    func everyRepository() -> [String] {
        let owners = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return owners.sorted().flatMap { names(of: $0) }
    }
}
