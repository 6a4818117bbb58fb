import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a migration takes its settings from outputs, and does not move a server other than the one
/// that the state describes. Method: real servers, and the example's module with their address.
@Suite("A migration whose servers are described by Terraform", .serialized)
struct InfrastructureOfMigrationTests {
    @Test(
        "connects through an output, checks the address, and offers the reconcile change",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        .enabled(if: TwinFolder.program != nil, "not run: neither terraform nor tofu is installed"))
    func wholeWay() async throws {
        var setup = Stage.Setup.quick
        setup.password = Secret("marker-of-the-source")
        let twin = try TwinFolder()
        defer { twin.remove() }
        try await onStage(setup) { stage in
            try await stage.loadPgbench()
            try twin.terraform(["init"])
            try twin.terraform(
                ["apply", "-auto-approve", "-var=port=\(stage.source.port)"],
                ["TF_VAR_app_password": "marker-of-the-source"])
            var shown = try await preflights(stage, twin)
            try write(stage, twin, source: "module.pg.terraform_data.instance")
            let ready = try await apus(stage, twin, "migrate", "run")
            #expect(ready.status == 0, "\(ready.error)")
            let switched = try await apus(stage, twin, "migrate", "switch-over")
            #expect(switched.status == 0, "\(switched.error)")
            #expect(
                switched.output.contains(
                    "Next: apus infra reconcile \(twin.folder) --migration \(stage.file)"))
            shown += ready.output + ready.error + switched.output + switched.error
            #expect(!shown.contains("marker"))
            try await expectSameServers(stage, twin)
        }
    }

    /// The infrastructure follows, and the output names the new server: the migration's source stays
    /// what it was, and where nobody remembers it nothing is done.
    private func expectSameServers(_ stage: Stage, _ twin: TwinFolder) async throws {
        try twin.terraform(
            ["apply", "-auto-approve", "-var=port=\(stage.target.port)"],
            ["TF_VAR_app_password": "marker-of-the-source"])
        let status = try await apus(stage, twin, "migrate", "status")
        #expect(status.status == 0, "\(status.error)")
        #expect(status.output.contains("serving    target"))
        let elsewhere = try await run(
            ["migrate", "status", "--file", stage.file, "--state-dir", "\(twin.folder)/elsewhere"],
            environment: stage.environment.merging(twin.environment) { $1 })
        #expect(elsewhere.status == 1)
        #expect(elsewhere.error.contains("the outputs name one server as source and as target"))
        let back = try await apus(stage, twin, "migrate", "switch-back")
        #expect(back.status == 0, "\(back.error)")
    }

    /// - Returns: everything that was printed.
    private func preflights(_ stage: Stage, _ twin: TwinFolder) async throws -> String {
        try write(stage, twin, source: "module.pg.terraform_data.instance")
        let fine = try await apus(stage, twin, "migrate", "preflight")
        #expect(fine.status == 0, "\(fine.output)\(fine.error)")
        #expect(fine.output.contains("the state describes the servers that are migrated"))
        try write(stage, twin, source: "module.pg.terraform_data.instanse")
        let wrong = try await apus(stage, twin, "migrate", "preflight")
        #expect(wrong.status == 3)
        #expect(wrong.output.contains("Did you mean module.pg.terraform_data.instance?"))
        try write(
            stage, twin, source: "module.pg.terraform_data.instance", output: "source_instanc")
        let missing = try await apus(stage, twin, "migrate", "preflight")
        #expect(missing.status == 1)
        #expect(missing.error.contains("Did you mean source_instance?"))
        return [fine, wrong, missing].map { $0.output + $0.error }.joined()
    }

    private func apus(
        _ stage: Stage, _ twin: TwinFolder, _ arguments: String...
    ) async throws -> ProgramResult {
        try await run(
            arguments + ["--file", stage.file, "--state-dir", stage.stateFolder],
            environment: stage.environment.merging(twin.environment) { $1 })
    }

    private func write(
        _ stage: Stage, _ twin: TwinFolder, source: String, output: String = "source_instance"
    ) throws {
        let lines = stage.fileText().split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasPrefix("source:")
                ? "source: {from_output: \(output), user: postgres}" : String($0)
        }
        try stage.writeFile(
            lines.joined(separator: "\n") + """

                infrastructure:
                  directory: \(twin.folder)
                  source: \(source)
                  knowledge: \(twin.folder)/rules.yaml
                """)
    }
}
