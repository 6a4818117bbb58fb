import Diagnostics
import Foundation
import Infrastructure
import Testing

private let simple = """
    variable "password" {
      type      = string
      sensitive = true
      default   = "marker-in-default"
    }
    resource "terraform_data" "server" {
      input = { name = "main", password = var.password }
    }
    output "name" {
      value = terraform_data.server.output.name
    }
    """

@Suite(
    "Running the installed program", .enabled(if: Terraform.isInstalled, Terraform.missing))
struct ToolRunTests {
    @Test("plans, shows and pulls what is there")
    func plansAndPulls() async throws {
        try await Terraform.with(["main.tf": simple]) { run in
            try await run.initialize()
            #expect(try await run.pullState() == nil)
            let plan = try await run.plan()
            #expect(plan.resourceChanges.map(\.address) == ["terraform_data.server"])
            #expect(plan.resourceChanges.map(\.change.action) == [.create])
            try await run.apply()
            let state = try #require(try await run.pullState())
            #expect(state.instances.map(\.address) == ["terraform_data.server"])
            #expect(!state.lineage.isEmpty)
            #expect(
                state.instance(at: "terraform_data.server")?.attributes["input"]?["name"]
                    == .string("main"))
            #expect(try await run.outputs()["name"]?.value == .string("main"))
            #expect(try await run.workspace() == "default")
            #expect(
                try await run.providerSchemas().types == ["terraform_data"])
        }
    }

    @Test("leaves no saved plan behind, and says what failed without quoting the configuration")
    func failure() async throws {
        let broken =
            simple
            + "\nresource \"terraform_data\" \"x\" { input = \"marker-in-source\" nonsense }\n"
        try await Terraform.with(["main.tf": broken]) { run in
            let error = await #expect(throws: Diagnostic.self) { try await run.initialize() }
            let text = try #require(error).description
            #expect(text.contains("terraform_data") || text.contains("main.tf line"))
            #expect(!text.contains("marker-in"))
        }
    }

    @Test("gives up at the deadline")
    func deadline() async throws {
        try await Terraform.with([:]) { run in
            let sleeper = "\(run.directory)/slow"
            try Data("#!/bin/sh\nexec sleep 30\n".utf8).write(to: URL(filePath: sleeper))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: sleeper)
            var slow = ToolRun(
                InfrastructureTool(kind: .terraform, path: sleeper, version: ToolVersion(1, 0)),
                in: run.directory)
            slow.deadline = .milliseconds(300)
            let error = await #expect(throws: Diagnostic.self) { try await slow.run(["plan"]) }
            #expect(error?.code == .infrastructureToolSlow)
        }
    }
}

@Suite(
    "A proof on a copy of the state", .enabled(if: Terraform.isInstalled, Terraform.missing))
struct ProofWorkspaceTests {
    private let module = """
        variable "tier" {}
        resource "terraform_data" "server" {
          input = { tier = var.tier, text = file("${path.module}/../shared/note.txt") }
        }
        """
    private let root = """
        terraform {
          backend "local" {
            path = "team.tfstate"
          }
        }
        module "pg" {
          source = "../modules/pg"
          tier   = "small"
        }
        """

    private func files() -> [String: String] {
        [
            "live/main.tf": root, "modules/pg/main.tf": module, "modules/shared/note.txt": "hello",
            "unrelated/other.tf": "nonsense {",
        ]
    }

    @Test("plans with changed files, in the module too, and touches neither folder nor state")
    func touchesNothing() async throws {
        try await Terraform.with(files(), in: "live") { run in
            try await run.initialize()
            try await run.apply()
            let before = try contents(of: run.directory)
            let state = try #require(try await run.pullState())
            let proof = try await ProofWorkspace.make(
                of: run, state: state,
                changes: [
                    "main.tf": Data(root.replacing("small", with: "large").utf8),
                    "../modules/pg/main.tf": Data(
                        (module + "\nresource \"terraform_data\" \"more\" {}\n").utf8),
                ])
            defer { proof.remove() }
            let plan = try await proof.run.plan(locks: false)
            #expect(
                plan.resourceChanges.map { "\($0.change.action) \($0.address)" }.sorted() == [
                    "create module.pg.terraform_data.more",
                    "update module.pg.terraform_data.server",
                ])
            try await proof.run.apply()
            #expect(try await proof.state()?.instances.count == 2)
            #expect(try await run.pullState() == state)
            #expect(try contents(of: run.directory) == before)
        }
    }

    @Test("plans without any change when nothing was changed")
    func noChange() async throws {
        try await Terraform.with(files(), in: "live") { run in
            try await run.initialize()
            try await run.apply()
            let proof = try await ProofWorkspace.make(of: run, state: try await run.pullState())
            defer { proof.remove() }
            #expect(try await proof.run.plan().resourceChanges.map(\.change.action) == [.keep])
        }
    }

    @Test("uses the state of the workspace that is named")
    func otherWorkspace() async throws {
        try await Terraform.with(files(), in: "live") { run in
            var run = run
            try await run.initialize()
            try await run.run(["workspace", "new", "prod"])
            run.environment["TF_WORKSPACE"] = "prod"
            try await run.apply()
            let proof = try await ProofWorkspace.make(
                of: run, state: try await run.pullState(), workspace: try await run.workspace())
            defer { proof.remove() }
            #expect(try await proof.run.plan().resourceChanges.map(\.change.action) == [.keep])
        }
    }

    /// Every file and its bytes.
    private func contents(of folder: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            found[path] = FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()
        }
        return found
    }
}

@Suite("Folders for secrets")
struct PrivateFolderTests {
    @Test("are open to nobody else, and go away with their use")
    func closed() async throws {
        let path = try await PrivateFolder.with { folder in
            try folder.write(Data("secret".utf8), to: "deep/file")
            let manager = FileManager.default
            for (name, wanted) in [("", 0o700), ("deep", 0o700), ("deep/file", 0o600)] {
                let attributes = try manager.attributesOfItem(atPath: folder.file(name))
                #expect(attributes[.posixPermissions] as? Int == wanted)
            }
            return folder.path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("of a command that was killed are removed by the next one, and no others")
    func forsaken() throws {
        let parent = FileManager.default.temporaryDirectory
        // No process has this number: it is above the kernel's limit.
        let forsaken = parent.appending(path: "apus-infra-2147483646-left")
        let ours = parent.appending(path: "apus-infra-\(getpid())-kept")
        for folder in [forsaken, ours] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(at: ours) }
        try PrivateFolder.make().remove()
        #expect(!FileManager.default.fileExists(atPath: forsaken.path))
        #expect(FileManager.default.fileExists(atPath: ours.path))
    }
}
