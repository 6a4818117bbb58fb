import Diagnostics
import Foundation
import HCL
import Testing

@testable import Infrastructure

/// Goal: before the move the target is there, protected from its first minute, and the source
/// decodes logically; what restarts it is named.
@Suite("Preparing a move")
struct PrepareTests {
    private let google = """
        resource "random_id" "suffix" {
          byte_length = 4
        }

        resource "google_sql_database_instance" "main" { // production
          name                = "shop-${random_id.suffix.hex}"
          database_version    = "POSTGRES_15"
          deletion_protection = false

          settings {
            tier = var.tier

            ip_configuration {
              private_network = var.network
            }
            maintenance_window {
              day = 7
            }
            database_flags {
              name  = "max_connections"
              value = "400"
            }
          }
        }

        """
    private let relocation = Relocation(
        name: "shop", source: "google_sql_database_instance.main",
        target: "google_sql_database_instance.main_new")

    @Test("copies the source's block, with backups, recovery and protection on")
    func target() throws {
        let plan = try prepare(["main.tf": google], version: "POSTGRES_17")
        #expect(plan.byHand.isEmpty)
        #expect(
            text(plan, "shop-target.tf") == """
                resource "random_id" "suffix_shop" {
                  byte_length = 4
                }

                resource "google_sql_database_instance" "main_new" { // production
                  name                = "shop-${random_id.suffix_shop.hex}"
                  database_version    = "POSTGRES_17"
                  deletion_protection = true

                  settings {
                    tier = var.tier

                    ip_configuration {
                      private_network = var.network
                    }
                    maintenance_window {
                      day = 7
                    }
                    database_flags {
                      name  = "max_connections"
                      value = "400"
                    }

                    database_flags {
                      name  = "cloudsql.logical_decoding"
                      value = "on"
                    }

                    backup_configuration {
                      enabled = true

                      point_in_time_recovery_enabled = true
                    }
                  }
                }

                """)
    }

    @Test("switches logical decoding on in the source, and says which flag restarts it")
    func source() throws {
        let plan = try prepare(["main.tf": google], version: "POSTGRES_17")
        let decoding =
            "\n    database_flags {\n      name  = \"cloudsql.logical_decoding\"\n"
            + "      value = \"on\"\n    }\n"
        #expect(text(plan, "main.tf") == google.dropLast(6) + decoding + "  }\n}\n")
        #expect(
            plan.notes == [
                "cloudsql.logical_decoding = on restarts google_sql_database_instance.main "
                    + "where it is new"
            ])
    }

    @Test("changes nothing when done again")
    func again() throws {
        let plan = try prepare(["main.tf": google], version: "POSTGRES_17")
        let texts = Dictionary(
            uniqueKeysWithValues: plan.files.map {
                ($0.name, String(decoding: $0.after, as: UTF8.self))
            })
        #expect(try prepare(texts, version: "POSTGRES_17").files.isEmpty)
    }

    @Test("puts a parameter into the group of an RDS instance, and keeps a retention that is set")
    func amazon() throws {
        let text = """
            resource "aws_db_parameter_group" "pg" {
              family = "postgres15"
            }

            resource "aws_db_instance" "main" {
              identifier              = "shop"
              engine_version          = "15.8"
              backup_retention_period = 14
              parameter_group_name    = aws_db_parameter_group.pg.name
            }

            """
        let moved = Relocation(
            name: "shop", source: "aws_db_instance.main", target: "aws_db_instance.next")
        let plan = try prepare(["main.tf": text], version: "17.4", moved)
        #expect(plan.byHand.isEmpty)
        #expect(
            self.text(plan, "main.tf")
                == text.replacing(
                    "postgres15\"\n",
                    with: "postgres15\"\n\n  parameter {\n    name  = \"rds.logical_replication\"\n"
                        + "    value = \"1\"\n\n    apply_method = \"pending-reboot\"\n  }\n"))
        #expect(
            self.text(plan, "shop-target.tf") == """
                resource "aws_db_parameter_group" "pg_shop" {
                  family = "postgres17"

                  parameter {
                    name  = "rds.logical_replication"
                    value = "1"

                    apply_method = "pending-reboot"
                  }
                }

                resource "aws_db_instance" "next" {
                  identifier              = "shop-174"
                  engine_version          = "17.4"
                  backup_retention_period = 14
                  parameter_group_name    = aws_db_parameter_group.pg_shop.name
                  deletion_protection     = true
                }

                """)
        let foreign = text.replacing("aws_db_parameter_group.pg.name", with: "\"default\"")
        let other = try prepare(["main.tf": foreign], version: "17.4", moved)
        #expect(other.byHand.isEmpty)
        #expect(other.notes.filter { $0.contains("rds.logical_replication") }.count == 2)
    }

    @Test("writes the resource that makes a server of Azure decode logically, once for each side")
    func azure() throws {
        let type = "azurerm_postgresql_flexible_server"
        let text = "resource \"\(type)\" \"main\" {\n  name    = \"shop\"\n  version = \"15\"\n}\n"
        let moved = Relocation(name: "shop", source: "\(type).main", target: "\(type).next")
        let plan = try prepare(["main.tf": text], version: "17", moved)
        #expect(plan.byHand.isEmpty)
        let setting = """
            resource "\(type)_configuration" "main_wal_level" {
              name      = "wal_level"
              server_id = \(type).main.id
              value     = "logical"
            }

            """
        #expect(self.text(plan, "main.tf") == text + "\n" + setting)
        #expect(self.text(plan, "shop-target.tf").contains("server_id = \(type).next.id"))
        let texts = Dictionary(
            uniqueKeysWithValues: plan.files.map {
                ($0.name, String(decoding: $0.after, as: UTF8.self))
            })
        #expect(try prepare(texts, version: "17", moved).files.isEmpty)
    }

    @Test("leaves the target without logical decoding where no way back is wanted")
    func withoutWayBack() throws {
        var preparation = Preparation()
        preparation.hasWayBack = false
        let plan = try PreparePlanner.plan(
            relocation, preparation,
            configuration: try ConfigurationFiles(
                ["main.tf": Array(google.utf8)], tool: .terraform))
        #expect(text(plan, "main.tf").contains("logical_decoding"))
        #expect(!text(plan, "shop-target.tf").contains("logical_decoding"))
    }

    @Test("leaves several servers from one block to a person")
    func several() throws {
        let counted = google.replacing(
            "  database_version ", with: "  count = 2\n  database_version ")
        #expect(try prepare(["main.tf": counted], version: nil).byHand.first?.line == 7)
    }

    @Test(
        "plans a new server beside the source that stays, for real",
        .enabled(if: Terraform.isInstalled, Terraform.missing))
    func twin() async throws {
        var files = TwinServers.before
        files["new.tf"] = nil
        // The databases of the new server are made by the move, and imported after it.
        let main = files["main.tf"] ?? ""
        files["main.tf"] = main.components(separatedBy: "resource \"terraform_data\" \"db\"")[0]
        try await TwinServers.with(files) { twin in
            var preparation = Preparation()
            preparation.sourceSettings = [
                .init(["input", "flags", "cloudsql.logical_decoding"], .string("on"))
            ]
            preparation.targetSettings = [
                .init(["input", "version"], .number("17")),
                .init(["input", "name"], .string("shop-2b")),
            ]
            let run = Reconciliation(
                twin.relocation, run: twin.run,
                knowledge: try Knowledge.builtIn().adding(rules, file: "rules.yaml"),
                purpose: .prepare(preparation))
            let proposal = try await run.propose()
            let rows = try #require(proposal.verdict?.rows)
            #expect(
                rows.first { $0.address == "terraform_data.main" }?.reasons == [
                    "flag cloudsql.logical_decoding: not set → on"
                ])
            #expect(rows.first { $0.address == "terraform_data.main_new" }?.change == .creates)
            #expect(!proposal.isRefused, "\(proposal.verdict?.lines ?? [])")
            try run.writeFiles(proposal.plan)
            try await twin.run.apply()
            #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])
            #expect(try await run.propose().plan.isNothing)
            // And from there the way on.
            #expect(try await twin.reconcile().verdict?.isRefused == false)
            #expect(try await twin.name(at: "terraform_data.main") == "shop-2b")
            #expect(try await twin.changes() == [])
        }
    }

    private let rules = """
        resources:
        - type: terraform_data
          kind: database server
          where: {input.kind: database server}
          flags: {list: input.flags, restarting: [cloudsql.logical_decoding]}
        """

    private func prepare(
        _ texts: [String: String], version: String?, _ moved: Relocation? = nil
    ) throws -> ReconcilePlan {
        var preparation = Preparation()
        preparation.version = version
        return try PreparePlanner.plan(
            moved ?? relocation, preparation,
            configuration: try ConfigurationFiles(
                texts.mapValues { Array($0.utf8) }, tool: .terraform))
    }

    private func text(_ plan: ReconcilePlan, _ name: String) -> String {
        plan.files.first { $0.name == name }.map { String(decoding: $0.after, as: UTF8.self) }
            ?? "not changed"
    }
}
