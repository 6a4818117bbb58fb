import Foundation
import Infrastructure
import Testing

/// Two servers made of `terraform_data`, each with a file that is there as long as it exists.
struct TwinServers: Sendable {
    static let secret = "marker-5ecret-vaLue"
    let run: ToolRun
    var directory: String { run.directory }
    var relocation = Relocation(
        name: "shop", source: "terraform_data.main", target: "terraform_data.main_new")

    static let before = [
        "main.tf": """
        # The shop's database.
        variable "password" {
          type      = string
          sensitive = true
          default   = "\(secret)"
        }

        resource "terraform_data" "suffix" {
          input = "1a"
        }

        resource "terraform_data" "main" { // production
          input = {
            kind    = "database server"
            name    = "shop-${terraform_data.suffix.output}" # never encode the version
            version = 15
            secret  = var.password
            flags   = { max_connections = "400" }
          }
          triggers_replace = ["${terraform_data.suffix.output}"]

          provisioner "local-exec" {
            command = "touch server-${self.input.name}"
          }
          provisioner "local-exec" {
            when    = destroy
            command = "rm server-${self.input.name}"
          }
        }

        resource "terraform_data" "db" {
          for_each         = toset(["shop", "ledger"])
          input            = { kind = "database", name = each.key }
          triggers_replace = [terraform_data.main.id]
        }

        """,
        "outputs.tf": """
        output "server" {
          value = terraform_data.main.output.name # read by others
        }
        output "password" {
          value     = var.password
          sensitive = true
        }

        """,
        "new.tf": """
        # Made by the preparation.
        resource "terraform_data" "suffix_new" {
          input = "2b"
        }

        resource "terraform_data" "main_new" {
          input = {
            kind    = "database server"
            name    = "shop-${terraform_data.suffix_new.output}"
            version = 17
            secret  = var.password
            flags   = { max_connections = "400", "cloudsql.logical_decoding" = "on" }
          }
          triggers_replace = ["${terraform_data.suffix_new.output}"]

          provisioner "local-exec" {
            command = "touch server-${self.input.name}"
          }
          provisioner "local-exec" {
            when    = destroy
            command = "rm server-${self.input.name}"
          }
        }

        resource "terraform_data" "db_new" {
          for_each         = toset(["shop", "ledger"])
          input            = { kind = "database", name = each.key }
          triggers_replace = [terraform_data.main_new.id]
        }

        """,
    ]

    static func with<Answer>(
        _ files: [String: String] = before, _ body: (TwinServers) async throws -> Answer
    ) async throws -> Answer {
        try await Terraform.with(files) { run in
            try await run.initialize()
            try await run.apply()
            return try await body(TwinServers(run: run))
        }
    }

    func reconciliation(
        reached: @escaping @Sendable (Reconciliation.Step) throws -> Void = { _ in }
    ) throws -> Reconciliation {
        Reconciliation(relocation, run: run, knowledge: try .builtIn(), reached: reached)
    }

    /// Files and state, as `reconcile --write --apply` does it.
    @discardableResult
    func reconcile(
        reached: @escaping @Sendable (Reconciliation.Step) throws -> Void = { _ in }
    ) async throws -> Reconciliation.Proposal {
        let reconciliation = try reconciliation(reached: reached)
        let proposal = try await reconciliation.propose()
        try reconciliation.writeFiles(proposal.plan)
        _ = try await reconciliation.changeState(proposal)
        return proposal
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
    }

    /// The servers that exist, by their marker files.
    var servers: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasPrefix("server-") }.sorted()
    }

    func addresses() async throws -> [String] {
        String(decoding: try await run.run(["state", "list"]), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    func name(at address: String) async throws -> String? {
        try await run.pullState()?.instance(at: address)?.attributes["input"]?["name"]?.string
    }

    /// Addresses with which a plan would do something.
    func changes() async throws -> [String] {
        try await run.plan().resourceChanges.filter { $0.change.action != .keep }.map(\.address)
    }

    /// What the program itself says: 0 nothing would change, 2 something would.
    func planStatus() async throws -> Int32 {
        try await run.attempt(
            ["plan", "-input=false", "-no-color", "-detailed-exitcode"]
        ).status
    }
}
