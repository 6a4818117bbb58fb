import Diagnostics
package import Foundation

/// The same configuration beside a copy of the state, in which anything may be tried.
///
/// Files are links to the team's own, but for those that the proof replaces. A last file overrides
/// the backend, so that no command in here can reach the real state, and nothing that is written
/// ends up in the team's folder.
package struct ProofWorkspace: Sendable {
    package let folder: PrivateFolder
    /// Where to run the program.
    package let directory: String
    /// Runs in ``directory``, with the workspace's name in the environment.
    package let run: ToolRun

    /// Lays the workspace out and initialises it, offline where the folder was initialised before.
    ///
    /// - Parameters:
    ///   - run: a run in the team's folder; its environment, secrets and deadline are taken over.
    ///   - state: the state to copy; nil for none.
    ///   - changes: the text of files that differ, by their path relative to the folder;
    ///     `../modules/pg/main.tf` works. A nil takes the file away.
    ///   - workspace: the name of the Terraform workspace whose state it is.
    package static func make(
        of run: ToolRun, state: StateFile?, changes: [String: Data?] = [:],
        workspace: String = "default"
    ) async throws -> ProofWorkspace {
        let folder = try PrivateFolder.make()
        do {
            let mirror = try FolderMirror(of: run.directory, in: folder, changes: changes)
            try mirror.lay()
            let inside = ProofWorkspace(
                folder: folder, directory: mirror.directory, of: run, workspace: workspace)
            try inside.overrideBackend()
            // `init` would offer to carry a state over that it finds, so the state comes after it.
            try await inside.initialize(as: run.directory)
            if let state { try inside.write(state, workspace) }
            return inside
        } catch {
            folder.remove()
            throw error
        }
    }

    package func remove() { folder.remove() }

    /// The state as the commands run in here left it.
    package func state() async throws -> StateFile? { try await run.pullState() }

    // MARK: Laying it out

    private init(
        folder: PrivateFolder, directory: String, of run: ToolRun, workspace: String
    ) {
        self.folder = folder
        self.directory = directory
        var inside = ToolRun(run.tool, in: directory)
        inside.environment = run.environment
        inside.redaction = run.redaction
        inside.deadline = run.deadline
        inside.environment["TF_WORKSPACE"] = workspace
        inside.environment["TF_DATA_DIR"] = "\(directory)/.terraform"
        self.run = inside
    }

    private func overrideBackend() throws {
        let override = """
            terraform {
              backend "local" {
                path = "proof.tfstate"
              }
            }

            """
        // Overrides are merged in the order of their names: this one is to be the last.
        try Data(override.utf8).write(
            to: URL(filePath: "\(directory)/zzzzzz_apus_proof_override.tf"))
    }

    private func write(_ state: StateFile, _ workspace: String) throws {
        let place =
            workspace == "default"
            ? "proof.tfstate" : "terraform.tfstate.d/\(workspace)/terraform.tfstate"
        let path = "\(directory)/\(place)"
        guard path.hasPrefix(folder.path) else { return }
        try folder.write(state.bytes, to: String(path.dropFirst(folder.path.count + 1)))
    }

    /// Providers and modules that the team's folder has already are used from there.
    private func initialize(as original: String) async throws {
        let data = ProcessInfo.processInfo.environment["TF_DATA_DIR"] ?? ".terraform"
        // The program runs elsewhere, where a relative path would mean something else.
        let source = URL(filePath: data.hasPrefix("/") ? data : "\(original)/\(data)")
            .standardizedFileURL.path
        let modules = "\(source)/modules"
        if FileManager.default.fileExists(atPath: modules) {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/.terraform/modules", withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: modules) {
                try FolderMirror.place(
                    "\(modules)/\(name)", at: "\(directory)/.terraform/modules/\(name)",
                    copying: name == "modules.json")
            }
        }
        let plugins = "\(source)/providers"
        let isOffline = FileManager.default.fileExists(atPath: plugins)
        var run = run
        run.environment["TF_WORKSPACE"] = "default"
        try await run.initialize(["-reconfigure"] + (isOffline ? ["-plugin-dir=\(plugins)"] : []))
    }
}
