import Diagnostics
import Foundation
import Testing

@testable import Infrastructure

/// Goal: after a move the configuration describes the new server, and nothing is lost on the way.
/// Method: the installed program runs on resources that need no provider; servers are marker files.
@Suite("Reconciling the twin", .enabled(if: Terraform.isInstalled, Terraform.missing))
struct ReconcileTwinTests {
    @Test(
        "puts the new server at the old address, releases the old one, and has nothing to do again"
    )
    func takesOver() async throws {
        try await TwinServers.with { twin in
            let before = try #require(try await twin.run.pullState())
            let proposal = try await twin.reconcile()
            #expect(proposal.verdict?.isRefused == false)
            try expectOnlyWantedEdits(twin)
            #expect(try await twin.name(at: "terraform_data.main") == "shop-2b")
            #expect(
                try await twin.addresses() == [
                    "terraform_data.db[\"ledger\"]", "terraform_data.db[\"shop\"]",
                    "terraform_data.main", "terraform_data.suffix",
                ])
            #expect(try await twin.changes() == [])
            #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])
            // What is left to the next apply is the value of an output.
            #expect(proposal.verdict?.notes.contains { $0.contains("output server") } == true)
            let after = try #require(try await twin.run.pullState())
            #expect(after.serial > before.serial && after.lineage == before.lineage)
            let backup = "\(twin.directory)/apus-shop-serial-\(before.serial).tfstate.backup"
            #expect(try Data(contentsOf: URL(filePath: backup)) == before.bytes)
            let mode = try FileManager.default.attributesOfItem(atPath: backup)
            #expect(mode[.posixPermissions] as? Int == 0o600)
            try await twin.run.apply()
            #expect(try await twin.planStatus() == 0)
            #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])
            try await expectNothingMore(twin)
        }
    }

    /// What has to change is edited, and no byte besides.
    private func expectOnlyWantedEdits(_ twin: TwinServers) throws {
        let main = try #require(TwinServers.before["main.tf"])
        #expect(
            try twin.text("main.tf")
                == main.replacing("version = 15", with: "version = 17")
                .replacing("input = \"1a\"", with: "input = \"2b\"")
                .replacing(
                    "{ max_connections = \"400\" }",
                    with: "{ max_connections = \"400\", \"cloudsql.logical_decoding\" = \"on\" }"))
        #expect(try twin.text("outputs.tf") == TwinServers.before["outputs.tf"])
        #expect(try twin.text("new.tf") == "# Made by the preparation.\n\n")
    }

    /// Done again, it changes neither a file nor the state.
    private func expectNothingMore(_ twin: TwinServers) async throws {
        let state = try await twin.run.pullState()
        let proposal = try await twin.reconcile()
        #expect(proposal.plan.isNothing && !proposal.isRefused)
        #expect(try await twin.run.pullState() == state)
        try expectOnlyWantedEdits(twin)
    }

    @Test("can be killed at every step and run again", arguments: Reconciliation.Step.killable)
    func killed(at step: Reconciliation.Step) async throws {
        try await TwinServers.with { twin in
            let serial = try await twin.run.pullState()?.serial ?? 0
            let directory = twin.directory
            let tool = twin.run.tool.path
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [
                    directory = directory as String, tool = tool as String,
                    step = step as Reconciliation.Step
                ] in
                let run = ToolRun(
                    try await InfrastructureTool.find(preferred: tool), in: directory)
                try await TwinServers(run: run).reconcile { reached in
                    if reached == step { kill(getpid(), SIGKILL) }
                }
            }
            let between = try #require(try await twin.run.pullState())
            let isMoved = between.instance(at: "terraform_data.main_new") == nil
            #expect((between.serial > serial) == isMoved, "never half changed")
            let proposal = try await twin.reconcile()
            #expect(!proposal.isRefused)
            #expect(try await twin.name(at: "terraform_data.main") == "shop-2b")
            #expect(try await twin.changes() == [])
            #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])
            #expect(try await twin.run.pullState()?.serial == serial + 2)
        }
    }

    @Test("swaps two servers' addresses, in the files by their names and in the state by a third")
    func swap() async throws {
        try await TwinServers.with { twin in
            var twin = twin
            twin.relocation.oldServer = .swapped
            let before = try #require(try await twin.run.pullState())
            let proposal = try await twin.reconcile()
            #expect(proposal.verdict?.isRefused == false, "\(proposal.plan)")
            #expect(proposal.plan.byHand.isEmpty)
            #expect(
                proposal.plan.commands.prefix(3) == [
                    .move(from: "terraform_data.main", to: "terraform_data.main_apus_aside"),
                    .move(from: "terraform_data.main_new", to: "terraform_data.main"),
                    .move(from: "terraform_data.main_apus_aside", to: "terraform_data.main_new"),
                ])
            try await expectSwapped(twin)
            // Every byte but names stays: a second exchange gives the files back.
            let main = try #require(TwinServers.before["main.tf"])
            #expect(try twin.text("main.tf") == swapped(main, "", "_new"))
            #expect(
                try twin.text("new.tf")
                    == swapped(try #require(TwinServers.before["new.tf"]), "_new", ""))
            #expect(try twin.text("outputs.tf") == TwinServers.before["outputs.tf"])
            // Done again it changes nothing: it does not swap back.
            let state = try #require(try await twin.run.pullState())
            #expect(state.lineage == before.lineage && state.serial == before.serial + 2)
            let again = try await twin.reconcile()
            #expect(again.plan.isNothing && !again.isRefused, "\(again.plan)")
            #expect(try await twin.run.pullState() == state)
        }
    }

    @Test(
        "a swap can be killed at every step and run again", arguments: Reconciliation.Step.killable)
    func killedSwap(at step: Reconciliation.Step) async throws {
        try await TwinServers.with { twin in
            let directory = twin.directory
            let tool = twin.run.tool.path
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [
                    directory = directory as String, tool = tool as String,
                    step = step as Reconciliation.Step
                ] in
                var twin = TwinServers(
                    run: ToolRun(
                        try await InfrastructureTool.find(preferred: tool), in: directory))
                twin.relocation.oldServer = .swapped
                try await twin.reconcile { reached in
                    if reached == step { kill(getpid(), SIGKILL) }
                }
            }
            var again = twin
            again.relocation.oldServer = .swapped
            #expect(try await !again.reconcile().isRefused)
            try await expectSwapped(again)
            #expect(try await again.reconcile().plan.isNothing)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory)
                    .filter { $0.hasPrefix(".apus") } == [])
        }
    }

    /// The blocks of one file with the names that they have in the end.
    private func swapped(_ text: String, _ old: String, _ new: String) -> String {
        ["suffix", "main", "db"].reduce(text) { text, name in
            text.replacing("\"\(name)\(old)\" {", with: "\"\(name)\(new)\" {")
                .replacing("terraform_data.\(name)\(old).", with: "terraform_data.\(name)\(new).")
        }
    }

    private func expectSwapped(_ twin: TwinServers) async throws {
        #expect(try await twin.name(at: "terraform_data.main") == "shop-2b")
        #expect(try await twin.name(at: "terraform_data.main_new") == "shop-1a")
        #expect(try await twin.changes() == [])
        #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])
    }

    @Test("keeps the old server in the configuration under another address when asked to")
    func kept() async throws {
        try await TwinServers.with { twin in
            var twin = twin
            twin.relocation.oldServer = .kept(at: "terraform_data.main_old")
            let proposal = try await twin.reconcile()
            #expect(proposal.verdict?.isRefused == false, "\(proposal.plan)")
            #expect(try await twin.name(at: "terraform_data.main") == "shop-2b")
            #expect(try await twin.name(at: "terraform_data.main_old") == "shop-1a")
            #expect(try await twin.addresses().contains("terraform_data.db_old[\"shop\"]"))
            #expect(
                try twin.text("main.tf").contains(
                    "resource \"terraform_data\" \"main_old\" { // production"))
            #expect(try await twin.changes() == [])
            #expect(twin.servers == ["server-shop-1a", "server-shop-2b"])
            #expect(try await twin.reconcile().plan.isNothing)
        }
    }

    @Test(
        "does the same with OpenTofu",
        .enabled(if: Terraform.path("tofu") != nil, "not run: tofu is not installed"))
    func openTofu() async throws {
        try await TwinServers.with { twin in
            let tool = try await InfrastructureTool.find(preferred: "tofu")
            let tofu = TwinServers(run: ToolRun(tool, in: twin.directory))
            try await tofu.run.initialize()
            let proposal = try await tofu.reconcile()
            #expect(tool.kind == .tofu && proposal.verdict?.isRefused == false)
            #expect(try await tofu.name(at: "terraform_data.main") == "shop-2b")
            #expect(try await tofu.changes() == [])
            #expect(try await tofu.reconcile().plan.isNothing)
        }
    }

    @Test("refuses what would replace a server, and leaves state and files alone")
    func refuses() async throws {
        try await TwinServers.with { twin in
            // Somebody changed what forces a new server.
            let edited = try twin.text("new.tf").replacing(
                "[\"${terraform_data.suffix_new.output}\"]",
                with: "[\"${terraform_data.suffix_new.id}\"]")
            try edited.write(
                toFile: "\(twin.directory)/new.tf", atomically: true, encoding: .utf8)
            let state = try await twin.run.pullState()
            let proposal = try await twin.reconciliation().propose()
            let row = try #require(
                proposal.verdict?.rows.first { $0.address == "terraform_data.main" })
            #expect(proposal.isRefused && row.change == .replaces)
            #expect(row.objection == "would be replaced")
            await #expect(throws: Diagnostic.self) {
                _ = try await twin.reconciliation().changeState(proposal)
            }
            #expect(try await twin.run.pullState() == state)
            var allowed = twin
            allowed.relocation.allowed = ["terraform_data.other": [.replaces]]
            #expect(try await allowed.reconciliation().propose().isRefused, "another address")
            allowed.relocation.allowed = [
                "terraform_data.main": [.replaces], "terraform_data.db": [.replaces],
            ]
            #expect(try await !allowed.reconciliation().propose().isRefused)
        }
    }

    @Test("does not push a state that somebody changed since it was proven")
    func changedMeanwhile() async throws {
        try await TwinServers.with { twin in
            let proposal = try await twin.reconciliation().propose()
            try await twin.run.run(["state", "rm", "terraform_data.db[\"ledger\"]"])
            let state = try await twin.run.pullState()
            await #expect(throws: Diagnostic.self) {
                _ = try await twin.reconciliation().changeState(proposal)
            }
            #expect(try await twin.run.pullState() == state)
        }
    }

    @Test("the script does the same with the program alone, once, and refuses another state")
    func script() async throws {
        try await TwinServers.with { twin in
            let reconciliation = try twin.reconciliation()
            let proposal = try await reconciliation.propose()
            let script = try #require(reconciliation.script(proposal))
            let path = "\(twin.directory)/state.sh"
            try script.write(toFile: path, atomically: true, encoding: .utf8)
            try reconciliation.writeFiles(proposal.plan)

            let serial = try #require(try await twin.run.pullState()?.serial)
            let first = try runScript(path)
            #expect(first.status == 0, "\(first.text)")
            #expect(try await twin.name(at: "terraform_data.main") == "shop-2b")
            #expect(try await twin.changes() == [])
            #expect(
                FileManager.default.fileExists(
                    atPath: "\(twin.directory)/apus-shop-serial-\(serial).tfstate.backup"))
            #expect(try runScript(path).text.contains("nothing to do"))
        }
        try await TwinServers.with { twin in
            let reconciliation = try twin.reconciliation()
            let script = try #require(
                reconciliation.script(try await reconciliation.propose()))
            let path = "\(twin.directory)/state.sh"
            try script.write(toFile: path, atomically: true, encoding: .utf8)
            try await twin.run.run(["state", "rm", "terraform_data.db[\"ledger\"]"])
            let state = try await twin.run.pullState()
            #expect(try runScript(path).status == 3)
            #expect(try await twin.run.pullState() == state)
        }
    }

    @Test("moves to a free address with blocks alone")
    func blocks() async throws {
        try await TwinServers.with { twin in
            var twin = twin
            twin.relocation = Relocation(
                name: "shop", source: "terraform_data.db", target: "terraform_data.db_new")
            twin.relocation.address = "terraform_data.databases"
            let proposal = try await twin.reconcile()
            #expect(proposal.plan.commands.isEmpty && proposal.verdict?.isRefused == false)
            #expect(
                try twin.text("shop-moves.tf") == """
                    moved {
                      from = terraform_data.db_new
                      to   = terraform_data.databases
                    }

                    removed {
                      from = terraform_data.db

                      lifecycle {
                        destroy = false
                      }
                    }

                    """)
            try await twin.run.apply()
            #expect(
                try await twin.addresses().filter { $0.contains(".d") } == [
                    "terraform_data.databases[\"ledger\"]", "terraform_data.databases[\"shop\"]",
                ])
            #expect(try await twin.planStatus() == 0)
            #expect(try await twin.reconcile().plan.isNothing)
        }
    }

    @Test("no secret stands in reports, patches, scripts or folders that are left")
    func secrets() async throws {
        let kept = try await TwinServers.with { twin in
            let reconciliation = try twin.reconciliation()
            let proposal = try await reconciliation.propose()
            let report = ReconcileReport(proposal, migration: "shop")
            for text in [report.text, report.json, reconciliation.script(proposal) ?? ""] {
                #expect(!text.isEmpty && !text.contains(TwinServers.secret))
            }
            return FileManager.default.temporaryDirectory
        }
        let mine = "apus-infra-\(getpid())-"
        for name in try FileManager.default.contentsOfDirectory(atPath: kept.path)
        where name.hasPrefix(mine) {
            let mode = try FileManager.default.attributesOfItem(
                atPath: kept.appending(path: name).path)
            #expect(mode[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test("no secret stands in the arguments of a program that is run")
    func arguments() async throws {
        try await TwinServers.with { twin in
            let log = "\(twin.directory)/arguments.log"
            let wrapper = "\(twin.directory)/tool.sh"
            let tool = twin.run.tool
            _ = FileManager.default.createFile(
                atPath: wrapper,
                contents: Data(
                    "#!/bin/sh\necho \"$@\" >> '\(log)'\nexec '\(tool.path)' \"$@\"\n".utf8),
                attributes: [.posixPermissions: 0o755])
            let run = ToolRun(
                InfrastructureTool(kind: tool.kind, path: wrapper, version: tool.version),
                in: twin.directory)
            try await TwinServers(run: run).reconcile()
            let arguments = try twin.text("arguments.log")
            #expect(arguments.contains("state push") && !arguments.contains(TwinServers.secret))
        }
    }

    private func runScript(_ path: String) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}

extension Reconciliation.Step {
    static let killable = allCases
}
