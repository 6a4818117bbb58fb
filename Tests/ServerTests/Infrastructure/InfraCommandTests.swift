import Foundation
import Testing

private let plans = TwinFolder.root.appending(path: "Tests/InfrastructureTests/Plans")

/// Goal: what a person and a pipeline see of `apus infra`. Method: the built program, with markers
/// planted wherever a secret can stand, and everything searched for them afterwards.
@Suite("apus infra, as a person runs it")
struct InfraCommandTests {
    @Test(
        "guard ends with 0, 3 or 1",
        arguments: [
            ("01-nothing-to-do", Int32(0), "passed"),
            ("29-for-each-re-keyed", 3, "would be destroyed"),
            ("67-format-two", 1, "[plan.unknown-format]"),
            ("75-errored-and-harmless", 1, "[plan.errored]"),
        ])
    func guardStatus(name: String, status: Int32, words: String) async throws {
        let file = plans.appending(path: "\(name).json").path
        for arguments in [[file], ["-"]] {
            let result = try runGuard(arguments, input: file)
            #expect(result.status == status)
            #expect((result.output + result.error).contains(words))
        }
        let json = try runGuard([file, "--output", "json"], input: file)
        #expect(json.status == status)
        if status != 1 {
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect((object as? [String: Any])?["refused"] as? Bool == (status == 3))
        }
    }

    @Test("guard says where a file of rules is wrong")
    func rules() async throws {
        let rules = NSTemporaryDirectory() + "apus-rules-\(UUID().uuidString).yaml"
        try Data("resources:\n- {type: t, kind: dsik}\n".utf8).write(to: URL(filePath: rules))
        defer { try? FileManager.default.removeItem(atPath: rules) }
        let plan = plans.appending(path: "01-nothing-to-do.json").path
        let result = try await run(["infra", "guard", plan, "--knowledge", rules])
        #expect(result.status == 1)
        #expect(result.error.contains("\(rules):2:"))
        #expect(result.error.contains("Did you mean `disk`?"))
    }

    @Test(
        "prepare proves the change before the move, and names a migration file that is not there",
        .enabled(if: TwinFolder.program != nil, "not run: neither terraform nor tofu is installed"))
    func prepare() async throws {
        let migration = """
            migration: shop
            source: {host: 127.0.0.1, user: shop}
            target: {host: 127.0.0.1, port: 5433, user: shop}
            databases: [shop]
            traffic: none
            infrastructure:
              directory: .
              source: module.pg
              target: module.pg_new
              prepare:
                version: POSTGRES_17
                target_settings: [{path: [version_name], value: POSTGRES_17}]
            """
        let twin = try TwinFolder(["shop.yaml": migration])
        defer { twin.remove() }
        let rules = ["--knowledge", "\(twin.folder)/rules.yaml"]
        try twin.terraform(["init"])
        try twin.terraform(["apply", "-auto-approve"])
        let words = ["infra", "prepare", twin.folder, "--migration"]
        let shown = try await run(
            words + ["\(twin.folder)/shop.yaml"] + rules, environment: twin.environment)
        #expect(shown.status == 0, "\(shown.error)")
        #expect(shown.output.contains("creates  module.pg_new.terraform_data.instance"))
        #expect(shown.output.contains("passed: what holds data stays in place"))
        let missing = try await run(words + ["/nonexistent.yaml"], environment: twin.environment)
        #expect(missing.status == 1)
        #expect(missing.error.contains("/nonexistent.yaml [file.unreadable]"))
    }

    @Test(
        "shows no secret, hands none to a program, and leaves none behind",
        .enabled(if: TwinFolder.program != nil, "not run: neither terraform nor tofu is installed"))
    func secrets() async throws {
        let twin = try TwinFolder(["terraform.tfvars": tfvars, "more.tf": more])
        defer { twin.remove() }
        let secret = ["TF_VAR_from_environment": "marker-environment"]
        try twin.terraform(["init"])
        try twin.terraform(["apply", "-auto-approve"], secret)
        #expect(twin.text("terraform.tfstate").contains("marker-environment"))
        try twin.terraform(["plan", "-out=plan.bin", "-var=port=1"], secret)
        let plan = try twin.terraform(["show", "-json", "plan.bin"])
        #expect(String(decoding: plan, as: UTF8.self).contains("marker-tfvars"))
        try plan.write(to: twin.url("plan.json"))

        var environment = twin.environment.merging(secret) { $1 }
        environment["TF_LOG"] = "trace"
        environment["TF_LOG_PATH"] = "\(twin.folder)/trace.log"
        let rules = ["--knowledge", "\(twin.folder)/rules.yaml"]
        var shown = ""
        for words in [
            ["inspect", twin.folder], ["inspect", twin.folder, "--output", "json"],
            ["inspect", twin.folder, "--state-only"], ["guard", "\(twin.folder)/plan.json"],
            ["guard", "\(twin.folder)/plan.json", "--output", "json"],
        ] {
            let result = try await run(["infra"] + words + rules, environment: environment)
            #expect(result.status == 0, "\(words): \(result.error)")
            shown += result.output + result.error
        }
        #expect(shown.contains("shop-1a2b") && shown.contains("(sensitive)"))
        try Data("\(more)\nvariable \"needed\" {}\n".utf8).write(to: twin.url("more.tf"))
        let broken = try await run(
            ["infra", "inspect", twin.folder] + rules, environment: environment)
        #expect(broken.output.contains("the configuration could not be read"))
        shown += broken.output + broken.error

        let arguments = twin.text("arguments.log")
        #expect(arguments.contains("show -json") && arguments.contains("state pull"))
        for text in [shown, arguments] { #expect(!text.contains("marker")) }
        #expect(!FileManager.default.fileExists(atPath: "\(twin.folder)/trace.log"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(twin.folder)/tmp") == [])
        #expect(twin.text("open.log").isEmpty)
    }

    private let tfvars = "app_password = \"marker-tfvars\"\n"

    /// Secrets as defaults, from the environment, in a name, in an unmarked copy, in an output.
    private let more = """
        variable "from_environment" {
          sensitive = true
        }
        variable "by_default" {
          sensitive = true
          default   = { deep = ["marker-default"] }
        }
        resource "terraform_data" "named" {
          input = { kind = "database", name = "db-${var.from_environment}" }
        }
        resource "terraform_data" "copy" {
          input = { kind = "role", name = terraform_data.named.output.name }
        }
        resource "terraform_data" "forgotten" {
          input = { kind = "role", name = "r", password = "marker-unmarked" }
        }
        output "open_secret" {
          value = nonsensitive("see ${var.by_default.deep[0]}")
        }
        output "closed" {
          value     = ["marker-in-output", var.from_environment]
          sensitive = true
        }

        """

    private func runGuard(_ arguments: [String], input: String) throws -> ProgramResult {
        let process = try program(["infra", "guard"] + arguments)
        let output = Pipe()
        let error = Pipe()
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle(forReadingAtPath: input)
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return ProgramResult(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            error: String(decoding: complaint, as: UTF8.self))
    }
}
