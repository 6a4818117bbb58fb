package import FleetCore
import Foundation

/// Reads a fleet that scripts keep, and what lies in its repositories.
package struct AdoptRun: Sendable {
    /// The central repository.
    package let centre: Git
    package let scripted: ScriptedFleet
    /// What git clones, with `{repository}` in it.
    package let git: String

    package init(centre: Git, scripted: ScriptedFleet, git: String) {
        self.centre = centre
        self.scripted = scripted
        self.git = git
    }

    /// Looks into every repository and works out the fleet file; writes nothing but clones that
    /// are removed again.
    package func adoption() async throws -> (Adoption, unreachable: [String]) {
        let folder = NSTemporaryDirectory() + "/apus-adopt-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var trees: [String: FileTree] = [:]
        var unreachable: [String] = []
        for name in scripted.repositories.keys.sorted() {
            if let tree = try? await tree(name, in: "\(folder)/\(name).git") {
                trees[name] = tree
            } else {
                unreachable.append(name)
            }
        }
        let adoption = Adoption(
            scripted, centre: try await centre.tree("HEAD"), consumers: trees)
        return (adoption, unreachable)
    }

    private func tree(_ name: String, in folder: String) async throws -> FileTree? {
        let full = scripted.owner.map { "\($0)/\(name)" } ?? name
        let address = git.replacing("{repository}", with: full)
        let clone = try await Git.bare(folder)
        guard
            let heads = try await clone.heads(
                address, base: scripted.branch, branch: scripted.requestBranch ?? "apus/fleet")
        else { return nil }
        let base = Git.RemoteHeads(
            base: heads.base, baseCommit: heads.baseCommit, branchCommit: nil)
        try await clone.fetch(address, base, branch: "")
        return try await clone.tree(heads.baseCommit)
    }
}
