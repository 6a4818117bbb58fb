import Diagnostics
import Foundation
import Infrastructure
import Testing

@Suite("Inspecting a folder", .enabled(if: Terraform.isInstalled, Terraform.missing))
struct InspectionTests {
    @Test("lists servers, databases, roles, replicas, backups and flags with their owners")
    func lists() async throws {
        try await Terraform.with(try ExampleTwin.files()) { run in
            try await run.initialize()
            try await run.apply()
            let inspection = try await Inspection.of(run, knowledge: try ExampleTwin.knowledge())
            let items = inspection.inventory.items
            #expect(inspection.inventory.notes == [])
            #expect(
                items.map { "\($0.kind) \($0.attributes["name"] ?? "?")" } == [
                    "database server shop-1a2b", "replica shop-1a2b-replica", "database ledger",
                    "database shop", "role shop-admin", "role ledger-app", "role shop-app",
                ])
            let server = try #require(items.first)
            #expect(server.flags == ["max_connections": "400"])
            #expect(server.endpoints == ["127.0.0.1"])
            #expect(server.managedBy == "module.pg")
            #expect(server.backups.values.allSatisfy { $0 } && server.backups.count == 2)
            #expect(inspection.inventory.otherResources == 3)
            #expect(inspection.inventory.text.contains("reached at 127.0.0.1"))
            #expect(inspection.state?.serial == inspection.inventory.serial)
        }
    }

    @Test("reads what is left when the configuration cannot be planned, and says so")
    func withoutConfiguration() async throws {
        try await Terraform.with(try ExampleTwin.files()) { run in
            try await run.initialize()
            try await run.apply()
            let broken = URL(filePath: "\(run.directory)/broken.tf")
            try Data(
                """
                variable "needed" {
                  sensitive = true
                  default   = "marker-in-source"
                  validation {
                    condition     = var.needed == ""
                    error_message = "nobody gave it"
                  }
                }
                """.utf8
            ).write(to: broken)
            let inspection = try await Inspection.of(run, knowledge: try ExampleTwin.knowledge())
            #expect(inspection.inventory.items.count == 7)
            #expect(
                inspection.inventory.notes.contains {
                    $0.hasPrefix("the configuration could not be read")
                })
            #expect(!inspection.inventory.text.contains("marker"))
            #expect(!inspection.inventory.json.contains("marker"))
        }
    }

    @Test("says that there is no state yet")
    func nothingYet() async throws {
        try await Terraform.with(try ExampleTwin.files()) { run in
            try await run.initialize()
            let inspection = try await Inspection.of(run, knowledge: try ExampleTwin.knowledge())
            #expect(inspection.inventory.text.contains("there is no state yet"))
            #expect(inspection.inventory.items.isEmpty)
        }
    }
}
