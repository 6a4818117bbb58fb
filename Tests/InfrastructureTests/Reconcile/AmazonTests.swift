import Foundation
import Testing

@testable import Infrastructure

/// Goal: what holds for the twin holds for a real provider: schemas, unknown values, ids of its own.
/// Method: the `aws` provider against moto, which plays RDS on loopback. It takes minutes, because
/// the provider waits as it would for AWS: APUS_TEST_AWS=1 asks for it.
@Suite(
    "Reconciling RDS instances",
    .enabled(if: Amazon.isWanted, "not run: it takes minutes; APUS_TEST_AWS=1 runs it"),
    .enabled(if: Amazon.plugins != nil, Amazon.noPlugin),
    .enabled(if: Amazon.hasMoto, "not run: python3 has no moto: pip install 'moto[server]'"),
    .enabled(if: Terraform.isInstalled, Terraform.missing))
struct AmazonTests {
    @Test("prepares, reconciles, changes nothing more, and both instances go on existing")
    func wholeWay() async throws {
        let moto = try Moto()
        defer { moto.end() }
        try await Terraform.with(["main.tf": Amazon.configuration(moto.port)]) { run in
            try await run.initialize(["-plugin-dir=\(Amazon.plugins ?? "")"])
            try await run.apply()
            let relocation = Relocation(
                name: "shop", source: "aws_db_instance.main", target: "aws_db_instance.main_new")
            try await prepare(relocation, run)
            let twin = TwinServers(run: run, relocation: relocation)
            let before = try #require(try await run.pullState())
            let new = try #require(before.instance(at: "aws_db_instance.main_new"))

            let proposal = try await twin.reconcile()
            #expect(!proposal.isRefused, "\(proposal.verdict?.lines ?? []) \(proposal.plan.byHand)")
            let after = try #require(try await run.pullState())
            #expect(
                after.instance(at: "aws_db_instance.main")?.attributes["id"] == new.attributes["id"]
            )
            #expect(after.lineage == before.lineage && after.serial > before.serial)
            #expect(after.instance(at: "aws_db_instance.main_new") == nil)
            // moto forgets the parameters of a group, and every plan sets them again.
            #expect(try await twin.changes() == ["aws_db_parameter_group.pg"])
            #expect(try await twin.reconcile().plan.isNothing)
            let servers = try moto.instances()
            #expect(servers == ["shop", "shop-174"], "the old one goes on existing")
            let report = ReconcileReport(proposal, migration: "shop")
            for text in [report.text, report.json] { #expect(!text.contains("marker")) }
        }
    }

    private func prepare(_ relocation: Relocation, _ run: ToolRun) async throws {
        var preparation = Preparation()
        preparation.version = "17.4"
        let before = Reconciliation(
            relocation, run: run, knowledge: try .builtIn(), purpose: .prepare(preparation))
        let proposal = try await before.propose()
        #expect(!proposal.isRefused, "\(proposal.verdict?.lines ?? []) \(proposal.plan.byHand)")
        try before.writeFiles(proposal.plan)
        #expect(try await before.applyFiles() == nil)
        let target = try #require(
            try await run.pullState()?.instance(at: "aws_db_instance.main_new"))
        #expect(target.attributes["backup_retention_period"] == .integer(7))
        #expect(target.attributes["deletion_protection"] == .bool(true))
        #expect(target.attributes["parameter_group_name"] == .string("shop-pg15-174"))
    }
}

enum Amazon {
    static let isWanted = ProcessInfo.processInfo.environment["APUS_TEST_AWS"] == "1"
    static let hasMoto: Bool = {
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", "-c", "import moto.server, moto.rds"]
        python.standardError = FileHandle.nullDevice
        guard isWanted, (try? python.run()) != nil else { return false }
        python.waitUntilExit()
        return python.terminationStatus == 0
    }()
    static let noPlugin: Comment =
        "not run: the aws provider's plugin is in no folder that Terraform looks in, nor in APUS_TERRAFORM_PLUGINS"

    /// A folder with the provider's plugin, laid out as Terraform mirrors providers.
    static let plugins: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? ""
        let manager = FileManager.default
        let optional = (try? manager.contentsOfDirectory(atPath: "/opt")) ?? []
        let folders =
            [environment["APUS_TERRAFORM_PLUGINS"], environment["TF_PLUGIN_CACHE_DIR"]]
            .compactMap { $0 } + [
                "\(home)/.terraform.d/plugins", "\(home)/.local/share/terraform/plugins",
                "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins",
            ] + optional.sorted().map { "/opt/\($0)" }
        return folders.first {
            manager.fileExists(atPath: "\($0)/registry.terraform.io/hashicorp/aws")
        }
    }()

    static func configuration(_ port: Int) -> String {
        """
        terraform {
          required_providers {
            aws = { source = "registry.terraform.io/hashicorp/aws" }
          }
        }

        provider "aws" {
          region                      = "us-east-1"
          access_key                  = "test"
          secret_key                  = "marker-of-the-provider"
          skip_credentials_validation = true
          skip_metadata_api_check     = true
          skip_requesting_account_id  = true
          skip_region_validation      = true

          endpoints {
            rds = "http://127.0.0.1:\(port)"
            ec2 = "http://127.0.0.1:\(port)"
            sts = "http://127.0.0.1:\(port)"
          }
        }

        resource "aws_db_parameter_group" "pg" {
          name   = "shop-pg15"
          family = "postgres15"
        }

        # The shop's database.
        resource "aws_db_instance" "main" { // production
          identifier              = "shop"
          engine                  = "postgres"
          engine_version          = "15.8"
          instance_class          = "db.t3.micro" # agreed with finance
          allocated_storage       = 20
          db_name                 = "shop"
          username                = "shop"
          password                = "marker-of-the-database"
          backup_retention_period = 7
          parameter_group_name    = aws_db_parameter_group.pg.name
          skip_final_snapshot     = true
        }

        """
    }
}

/// AWS, as far as moto plays it, on a port of its own; it ends with whoever started it.
private struct Moto {
    let port: Int
    private let process: Process
    private let held: Pipe

    init() throws {
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // When this process is gone, its end of the pipe is closed, and the server ends too.
        process.arguments = [
            "-c", "python3 -c \"$MOTO\" -H 127.0.0.1 -p 0 2>&1 & read -r line; kill -9 $!",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["MOTO": Self.program]) {
            $1
        }
        held = Pipe()
        let output = Pipe()
        process.standardInput = held
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while true {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw Gone() }
            text += String(decoding: bytes, as: UTF8.self)
            if let found = text.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)/),
                let number = Int(found.1)
            {
                port = number
                break
            }
        }
        // What it goes on to say is read, so that it never waits for a reader.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    struct Gone: Error {}

    /// moto gives every instance the same resource id, by which the provider looks for it.
    private static let program = """
        import sys
        from moto.rds import models
        made = models.DBInstance.__init__
        def make(self, *more, **named):
            made(self, *more, **named)
            self.dbi_resource_id = "db-" + self.db_instance_identifier.replace("-", "").upper()
        models.DBInstance.__init__ = make
        from moto.server import main
        main(sys.argv[1:])
        """

    func end() {
        try? held.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The identifiers of all instances that exist there.
    func instances() throws -> [String] {
        let curl = Process()
        curl.executableURL = URL(filePath: "/usr/bin/env")
        curl.arguments = [
            "curl", "-s", "http://127.0.0.1:\(port)/", "-d",
            "Action=DescribeDBInstances&Version=2014-10-31", "-H",
            "Authorization: AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/rds/aws4_request, "
                + "SignedHeaders=host, Signature=none",
        ]
        let output = Pipe()
        curl.standardOutput = output
        try curl.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        curl.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        let pattern = /<DBInstanceIdentifier>([^<]+)</
        return Set(text.matches(of: pattern).map { String($0.1) }).sorted()
    }
}
