import Demonstration
import Foundation
import ServerTestKit
import Testing

/// Goal: one review and one command bring a database and its infrastructure to another server.
/// Method: real servers, the example's module, a repository in which the branch is merged as a
/// reviewer would, and the command killed on its way.
@Suite("One command for the whole move", .serialized)
struct MoveTests {
    @Test(
        "prepares, waits for the review, moves, follows, finishes, and is killed twice on its way",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        .enabled(if: TwinFolder.program != nil, "not run: neither terraform nor tofu is installed"))
    func wholeWay() async throws {
        try await onStage { stage in
            try await stage.loadPgbench()
            let twin = try TwinFolder()
            defer { twin.remove() }
            try begin(stage, twin)

            let waiting = try await move(stage, twin)
            #expect(waiting.status == 75, "\(waiting.error)")
            #expect(waiting.output.contains("waiting for a person's review: merge apus-demo"))
            #expect(waiting.output.contains("restarts  module.pg.terraform_data.instance"))
            #expect(
                try git(twin, "diff", "--name-only", "HEAD", "apus-demo").split(separator: "\n")
                    == ["demo-after-move.patch", "demo-target.tf", "main.tf"])
            // Done again it waits for the same commit.
            let commit = try git(twin, "rev-parse", "apus-demo")
            #expect(try await move(stage, twin).status == 75)
            #expect(try git(twin, "rev-parse", "apus-demo") == commit)

            // The one review: a merge where the repository is kept, not here.
            let main = try git(twin, "rev-parse", "--abbrev-ref", "HEAD")
            try git(twin, "push", "-q", "origin", "origin/apus-demo:refs/heads/\(main)")
            for place in ["copy-rows:after", "drain:before"] {
                let killed = try await move(stage, twin, ["APUS_DIE_AT": place])
                #expect(killed.status != 0, "\(place): \(killed.output)")
            }
            try await expectDone(stage, twin, try await finished(stage, twin))
        }
    }

    /// A guard may still be settling what the killed command left.
    private func finished(_ stage: Stage, _ twin: TwinFolder) async throws -> ProgramResult {
        var result = try await move(stage, twin)
        for _ in 0..<5 where result.status != 0 { result = try await move(stage, twin) }
        return result
    }

    private func expectDone(
        _ stage: Stage, _ twin: TwinFolder, _ result: ProgramResult
    ) async throws {
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.contains("written as reviewed: "))
        #expect(result.output.contains("demo is finished: nothing of Apus is left"))
        // The files say what the new server is, in a commit of their own.
        #expect(twin.text("main.tf").contains("version_name = \"POSTGRES_17\""))
        #expect(twin.text("main.tf").contains("# what the shop runs on"))
        #expect(
            try git(twin, "log", "-1", "--format=%s")
                == "Describe the server that demo was moved to")
        #expect(try git(twin, "rev-parse", "HEAD") == git(twin, "rev-parse", "@{upstream}"))
        #expect(try git(twin, "status", "--porcelain", "--", "main.tf", "demo-target.tf") == "")
        // State and files agree, and nothing is made or destroyed.
        let state = String(decoding: try twin.terraform(["state", "list"]), as: UTF8.self)
        #expect(!state.contains("pg_new") && state.contains("module.pg.terraform_data.instance"))
        let plan = try twin.terraform(["plan", "-no-color"])
        #expect(!String(decoding: plan, as: UTF8.self).contains("will be "))
        // Done again it has nothing to do, even after an apply gave the output its new value.
        try twin.terraform(["apply", "-auto-approve"])
        let again = try await move(stage, twin)
        #expect(again.status == 0, "\(again.output)\(again.error)")
        #expect(again.output.contains("demo is moved"))
        // The example's password is in state and variables, and nowhere else.
        for shown in [result.output, result.error, again.output, twin.text("arguments.log")] {
            #expect(!shown.contains("only-an-example"))
        }
    }

    private func begin(_ stage: Stage, _ twin: TwinFolder) throws {
        let main = twin.text("main.tf").replacing(
            "port         = var.port",
            with: "port         = \(stage.source.port) # what the shop runs on")
        try Data(main.utf8).write(to: twin.url("main.tf"))
        try twin.terraform(["init"])
        try twin.terraform(["apply", "-auto-approve"])
        try git(twin, "init", "-q")
        try git(twin, "config", "user.name", "Test")
        try git(twin, "config", "user.email", "test@example.org")
        try git(twin, "add", "main.tf", "modules", "rules.yaml")
        try git(twin, "commit", "-q", "-m", "first")
        try git(twin, "init", "-q", "--bare", "kept.git")
        try git(twin, "remote", "add", "origin", "\(twin.folder)/kept.git")
        try git(twin, "push", "-q", "-u", "origin", "HEAD")
        let lines = stage.fileText().split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasPrefix("source:")
                ? "source: {from_output: source_instance, user: postgres}" : String($0)
        }
        try stage.writeFile(
            lines.joined(separator: "\n") + """

                infrastructure:
                  directory: \(twin.folder)
                  source: module.pg.terraform_data.instance
                  target: module.pg_new.terraform_data.instance
                  knowledge: \(twin.folder)/rules.yaml
                  prepare:
                    source_settings: [{path: [logical_decoding], value: true}]
                    target_settings:
                    - {path: [version_name], value: POSTGRES_17}
                    - {path: [suffix], value: "3c4d"}
                    - {path: [port], value: \(stage.target.port)}
                """)
    }

    private func move(
        _ stage: Stage, _ twin: TwinFolder, _ more: [String: String] = [:]
    ) async throws -> ProgramResult {
        try await run(
            [
                "infra", "move", "--migration", stage.file, "--state-dir", stage.stateFolder,
                "--apply", "--no-wait", "--finish-after", "0s", "--remote", "origin",
            ],
            environment: stage.environment.merging(twin.environment) { $1 }.merging(more) { $1 })
    }

    @discardableResult
    private func git(_ twin: TwinFolder, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", twin.folder] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments)")
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
