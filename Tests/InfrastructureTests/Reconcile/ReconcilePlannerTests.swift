import Diagnostics
import Foundation
import Testing

@testable import Infrastructure

/// Goal: the change set follows from configuration and state alone, for any provider.
/// Method: states and files written by hand; nothing runs.
@Suite("Planning a reconciliation")
struct ReconcilePlannerTests {
    private let google = """
        resource "google_sql_database_instance" "main" {
          name             = "shop-${random_id.suffix.hex}"
          database_version = "POSTGRES_15"

          settings {
            tier = "db-custom-4-15360" # agreed with finance

            database_flags {
              name  = "max_connections"
              value = "400"
            }
            backup_configuration {
              enabled = true
            }
          }

          lifecycle {
            prevent_destroy = true
          }
        }

        """
    private let target = """
        resource "google_sql_database_instance" "main_new" {
          name             = "shop-${random_id.suffix_new.hex}"
          database_version = "POSTGRES_17"

          settings {
            tier = "db-custom-8-30720"

            database_flags {
              name  = "max_connections"
              value = "800"
            }
            database_flags {
              name  = "cloudsql.logical_decoding"
              value = "on"
            }
            backup_configuration {
              enabled                        = true
              point_in_time_recovery_enabled = true
            }
          }
        }

        """
    private let relocation = Relocation(
        name: "shop", source: "google_sql_database_instance.main",
        target: "google_sql_database_instance.main_new")

    @Test("edits version, tier, flags and backups, and keeps comments and protections")
    func attributes() throws {
        let plan = try plan(["main.tf": google, "new.tf": target])
        #expect(plan.byHand.isEmpty)
        #expect(
            text(plan, "main.tf")
                == google.replacing("POSTGRES_15", with: "POSTGRES_17")
                .replacing("db-custom-4-15360\" #", with: "db-custom-8-30720\" #")
                .replacing("\"400\"", with: "\"800\"")
                .replacing(
                    "      enabled = true\n",
                    with: "      enabled = true\n\n      point_in_time_recovery_enabled = true\n"
                )
                .replacing(
                    "true\n    }\n  }\n\n  lifecycle",
                    with: "true\n    }\n\n    database_flags {\n"
                        + "      name  = \"cloudsql.logical_decoding\"\n"
                        + "      value = \"on\"\n    }\n  }\n\n  lifecycle"))
        #expect(text(plan, "new.tf") == "")
        #expect(
            plan.commands == [
                .remove("google_sql_database_instance.main"),
                .move(
                    from: "google_sql_database_instance.main_new",
                    to: "google_sql_database_instance.main"),
                .remove("random_id.suffix"),
                .move(from: "random_id.suffix_new", to: "random_id.suffix"),
            ])
    }

    @Test("writes in the first layer what would be lost with the target's block")
    func layers() throws {
        let plan = try plan(["main.tf": google, "new.tf": target])
        #expect(plan.first.map(\.name) == ["main.tf"] && plan.then.map(\.name) == ["new.tf"])
        let between = try self.plan([
            "main.tf": String(decoding: plan.first[0].after, as: UTF8.self), "new.tf": target,
        ])
        #expect(between.first.isEmpty && between.then == plan.then)
    }

    @Test("a value that is computed, a dynamic block and JSON are left to a person")
    func byHand() throws {
        let computed = google.replacing("\"POSTGRES_15\"", with: "var.postgres")
        #expect(
            try plan(["main.tf": computed, "new.tf": target]).byHand == [
                .init(
                    file: "main.tf", line: 3,
                    reason: "`database_version` is computed: var.postgres",
                    write: "database_version = \"POSTGRES_17\"")
            ])
        let dynamic = google.replacing(
            "database_flags {\n      name  = \"max_connections\"\n      value = \"400\"\n    }",
            with: "dynamic \"database_flags\" {\n      for_each = var.f\n      content {}\n    }")
        let steps = try plan(["main.tf": dynamic, "new.tf": target]).byHand
        #expect(steps.map(\.file) == ["main.tf"])
        #expect(steps.contains { $0.write.contains("\"cloudsql.logical_decoding\"") })
        let json =
            "{\"output\": {\"a\": {\"value\": \"${google_sql_database_instance.main_new}\"}}}"
        #expect(
            try plan(["main.tf": google, "new.tf": target, "out.tf.json": json]).byHand.map(\.file)
                == ["out.tf.json"])
        let override =
            "resource \"google_sql_database_instance\" \"main\" {\n  settings {\n  }\n}\n"
        #expect(
            try plan(["main.tf": google, "new.tf": target, "override.tf": override]).byHand
                .first?.reason == "an override file changes it too")
    }

    @Test("moves whole modules when the servers are in modules")
    func modules() throws {
        let moved = Relocation(
            name: "shop", source: "module.pg.google_sql_database_instance.instance",
            target: "module.pg_new.google_sql_database_instance.instance")
        let text = """
            module "pg" {
              source  = "./pg"
              version_name = "POSTGRES_15"
            }

            module "pg_new" {
              source  = "./pg"
              version_name = "POSTGRES_17"
            }

            output "host" { value = module.pg_new.host }

            """
        let plan = try ReconcilePlanner.plan(
            moved, configuration: files(["main.tf": text]),
            state: state([
                ("module.pg", "google_sql_database_instance", "instance", []),
                ("module.pg_new", "google_sql_database_instance", "instance", []),
            ]), dialect: BlockDialect(.tofu, ToolVersion(1, 9)))
        #expect(
            plan.commands == [.remove("module.pg"), .move(from: "module.pg_new", to: "module.pg")])
        #expect(
            self.text(plan, "main.tf") == """
                module "pg" {
                  source  = "./pg"
                  version_name = "POSTGRES_17"
                }

                output "host" { value = module.pg.host }

                """)
    }

    @Test("knows which program takes which block")
    func dialects() {
        let terraform = BlockDialect(.terraform, ToolVersion(1, 11))
        let oldTofu = BlockDialect(.tofu, ToolVersion(1, 8))
        let newTofu = BlockDialect(.tofu, ToolVersion(1, 10))
        #expect(terraform.removed == .withLifecycle && newTofu.removed == .withLifecycle)
        #expect(oldTofu.removed == .plain)
        #expect(BlockDialect(.terraform, ToolVersion(1, 6)).removed == .unknown)
        #expect(BlockDialect(.terraform, ToolVersion(1, 4)).imports == false)
        #expect(terraform.canRelease("a.b", accepted: nil))
        #expect(!terraform.canRelease("a.b[0]", accepted: nil), "no program takes a key there")
        #expect(!terraform.canRelease("a.b", accepted: [.moved, .removed]), "as in Concourse")
        #expect(oldTofu.canRelease("a.b", accepted: [.moved, .removed]))
    }

    @Test("lets go with a command where no block can", arguments: [true, false])
    func release(withKey: Bool) throws {
        var elsewhere = Relocation(
            name: "shop", source: withKey ? "a_server.old[0]" : "a_server.old",
            target: "a_server.new")
        elsewhere.address = "a_server.final"
        if !withKey { elsewhere.acceptedBlocks = [.moved, .removed] }
        let plan = try ReconcilePlanner.plan(
            elsewhere,
            configuration: files(["main.tf": "resource \"a_server\" \"new\" {\n}\n"]),
            state: state([("", "a_server", "old", []), ("", "a_server", "new", [])]),
            dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        #expect(plan.commands == [.remove(elsewhere.source)])
        #expect(text(plan, "shop-moves.tf").contains("moved {") == true)
        #expect(text(plan, "main.tf") == "resource \"a_server\" \"final\" {\n}\n")
    }

    @Test("what cannot be exchanged with certainty is exchanged by nobody else")
    func swapByHand() throws {
        var swap = Relocation(name: "shop", source: "a_server.old[0]", target: "a_server.new")
        swap.oldServer = .swapped
        let text =
            "resource \"a_server\" \"old\" {\n  count = 1\n}\nresource \"a_server\" \"new\" {\n}\n"
        let servers: [Resource] = [("", "a_server", "old", []), ("", "a_server", "new", [])]
        func plan() throws -> ReconcilePlan {
            try ReconcilePlanner.plan(
                swap, configuration: files(["main.tf": text]), state: state(servers, ids: true),
                dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        }
        let step = try #require(try plan().byHand.first)
        #expect(step.file == "main.tf" && step.line == 1)
        #expect(step.write.contains("what is a_server.old[0] is a_server.new"))
        // A person did it, and says so: what is left is the state, once.
        swap.swapIsWritten = true
        let written = try plan()
        #expect(written.byHand.isEmpty && written.files.map(\.name) == ["shop-moves.tf"])
        #expect(written.commands.count == 3)
        // Without ids nobody can tell the two apart afterwards.
        #expect(
            try ReconcilePlanner.plan(
                swap, configuration: files(["main.tf": text]), state: state(servers),
                dialect: BlockDialect(.terraform, ToolVersion(1, 11))
            ).byHand.first?.reason.contains("does not tell") == true)
    }

    @Test("a swap that is done imports nothing, because the names stand for the other server now")
    func swapDone() throws {
        var swap = relocation
        swap.oldServer = .swapped
        swap.imports = [.init("google_sql_database.db", id: "p/instances/shop-2b/databases/shop")]
        func commands(_ mark: String) throws -> [StateCommand] {
            try ReconcilePlanner.plan(
                swap,
                configuration: files([
                    "main.tf": google, "new.tf": target,
                    "shop-moves.tf": "# Swapped for the migration shop: \(swap.source) is what was "
                        + "\(swap.target), id \(mark)\n",
                ]),
                state: state(
                    servers + [("", "google_sql_database", "db", [swap.source])], ids: true),
                dialect: BlockDialect(.terraform, ToolVersion(1, 11))
            ).commands
        }
        #expect(try commands("i-main").isEmpty)
        #expect(try commands("i-main_new").first == .remove("google_sql_database.db"))
    }

    @Test("refuses an address for the new server beside one for the old")
    func twoAddresses() {
        var both = relocation
        both.address = "google_sql_database_instance.third"
        both.oldServer = .swapped
        #expect(throws: Diagnostic.self) {
            try ReconcilePlanner.plan(
                both, configuration: files([:]), state: state(servers),
                dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        }
    }

    @Test("imports what the state knows of the old server only")
    func imports() throws {
        var relocation = relocation
        relocation.imports = [
            .init("google_sql_database.db[\"shop\"]", id: "p/instances/shop-2b/databases/shop")
        ]
        let plan = try ReconcilePlanner.plan(
            relocation, configuration: files(["main.tf": google, "new.tf": target]),
            state: state(
                servers + [
                    (
                        "", "google_sql_database", "db",
                        ["google_sql_database_instance.main"]
                    )
                ]), dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        #expect(plan.commands.first == .remove("google_sql_database.db[\"shop\"]"))
        #expect(
            text(plan, "shop-moves.tf") == """
                import {
                  to = google_sql_database.db["shop"]
                  id = "p/instances/shop-2b/databases/shop"
                }

                """)
    }

    @Test("knows under which id Google's databases and users are imported")
    func importIDs() throws {
        let server = JSONValue.object(["name": .string("shop-2b")])
        func id(_ type: String) -> String? {
            ImportIDs.id(
                of: StateFile.Instance(
                    address: "\(type).x", type: type, isData: false, provider: "", deposed: nil,
                    isTainted: false,
                    attributes: .object([
                        "name": .string("app"), "project": .string("p"),
                        "instance": .string("shop-1a"),
                    ]), sensitivePaths: []), on: server)
        }
        #expect(id("google_sql_database") == "projects/p/instances/shop-2b/databases/app")
        #expect(id("google_sql_user") == "p/shop-2b/app")
        #expect(id("random_id") == nil)
    }

    @Test("finds what stands under keys, and leaves what a shared module declares to the plan")
    func keys() throws {
        #expect(StateRelations.plain("module.a[\"x].y\"].t.n[0]") == "module.a.t.n")
        let inside = Relocation(
            name: "shop", source: "module.a[0].a_server.old", target: "module.a[0].a_server.new")
        let plan = try ReconcilePlanner.plan(
            inside, configuration: files([:]),
            state: state([
                ("module.a[0]", "a_server", "old", []), ("module.a[0]", "a_server", "new", []),
            ]), dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        #expect(plan.commands.first == .remove("module.a[0].a_server.old"))
        #expect(plan.byHand.isEmpty && plan.notes.contains { $0.contains("inside of a module") })
    }

    @Test("does not take along what others use too")
    func shared() throws {
        let plan = try ReconcilePlanner.plan(
            relocation, configuration: files([:]),
            state: state([
                ("", "google_sql_database_instance", "main", ["google_compute_network.a"]),
                ("", "google_sql_database_instance", "main_new", ["google_compute_network.b"]),
                ("", "google_compute_network", "a", []), ("", "google_compute_network", "b", []),
                ("", "google_compute_instance", "web", ["google_compute_network.a"]),
            ]), dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        #expect(plan.pairs.map(\.target) == ["google_sql_database_instance.main_new"])
    }

    @Test("refuses addresses that the state does not know, and files that are not HCL")
    func refusals() {
        #expect(throws: Diagnostic.self) {
            try ReconcilePlanner.plan(
                relocation, configuration: files([:]), state: state([]),
                dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
        }
        #expect {
            _ = try files(["x.tf": "a =\n"])
        } throws: { error in
            (error as? Diagnostic)?.place == Place(file: "x.tf", line: 1, column: 4)
        }
    }

    // MARK: Made by hand

    private typealias Resource = (
        module: String, type: String, name: String, dependencies: [String]
    )

    private let servers: [Resource] = [
        ("", "google_sql_database_instance", "main", ["random_id.suffix"]),
        ("", "google_sql_database_instance", "main_new", ["random_id.suffix_new"]),
        ("", "random_id", "suffix", []), ("", "random_id", "suffix_new", []),
    ]

    private func plan(_ texts: [String: String]) throws -> ReconcilePlan {
        try ReconcilePlanner.plan(
            relocation, configuration: files(texts), state: state(servers),
            dialect: BlockDialect(.terraform, ToolVersion(1, 11)))
    }

    private func files(_ texts: [String: String]) throws(Diagnostic) -> ConfigurationFiles {
        try ConfigurationFiles(texts.mapValues { Array($0.utf8) }, tool: .terraform)
    }

    private func text(_ plan: ReconcilePlan, _ name: String) -> String {
        plan.files.first { $0.name == name }.map { String(decoding: $0.after, as: UTF8.self) }
            ?? "not changed"
    }

    private func state(_ resources: [Resource], ids: Bool = false) throws -> StateFile {
        let entries = resources.map { resource in
            let id = ids ? "\"id\": \"i-\(resource.name)\"" : ""
            return """
                {"mode": "managed", "type": "\(resource.type)", "name": "\(resource.name)",
                 \(resource.module.isEmpty ? "" : "\"module\": \"\(resource.module)\",")
                 "provider": "p", "instances": [{"attributes": {\(id)},
                 "dependencies": [\(resource.dependencies.map { "\"\($0)\"" }.joined(separator: ", "))]}]}
                """
        }
        return try StateFile.read(
            Data(
                """
                {"version": 4, "serial": 3, "lineage": "l", "outputs": {},
                 "resources": [\(entries.joined(separator: ","))]}
                """.utf8))
    }
}
