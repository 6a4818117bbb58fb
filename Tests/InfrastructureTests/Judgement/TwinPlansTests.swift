import Diagnostics
import Foundation
import Infrastructure
import Testing

/// The example's module, which the installed program can plan without any provider.
enum ExampleTwin {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Examples/infrastructure/twin")

    static func files() throws -> [String: String] {
        var files: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        where path.hasSuffix(".tf") && !path.contains(".terraform/") {
            files[path] = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        }
        return files
    }

    static func knowledge() throws -> Knowledge {
        let rules = try String(contentsOf: folder.appending(path: "rules.yaml"), encoding: .utf8)
        return try Knowledge.builtIn().adding(rules, file: "rules.yaml")
    }
}

private let instance = "module.pg.terraform_data.instance"

@Suite(
    "Plans that the installed program makes of the twin",
    .enabled(if: Terraform.isInstalled, Terraform.missing))
struct TwinPlansTests {
    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// File, what stands in it, what shall stand in it.
        var edits: [(file: String, old: String, new: String)] = []
        var options: [String] = []
        var findings: [String] = []
        var verdicts: [String: Verdict] = [:]
    }

    static let module = "modules/postgresql/main.tf"

    static let stories = [
        Story(testDescription: "nothing changed", verdicts: [instance: .keeps]),
        Story(
            testDescription: "a larger tier",
            edits: [("main.tf", "db-custom-4-15360", "db-custom-8-30720")],
            findings: [
                "restarts-database \(instance)",
                "restarts-database module.pg.terraform_data.replica[0]",
            ], verdicts: [instance: .restarts]),
        Story(
            testDescription: "logical decoding on",
            edits: [
                ("main.tf", "replica      = true", "replica = true\n  logical_decoding = true")
            ],
            findings: ["restarts-database \(instance)"]),
        Story(
            testDescription: "backups off",
            edits: [("main.tf", "replica      = true", "replica = true\n  backups = false")],
            findings: ["turns-off-backups \(instance)", "turns-off-backups \(instance)"],
            verdicts: [instance: .updatesInPlace]),
        Story(
            testDescription: "deletion protection off",
            edits: [(module, "deletion_protection = true", "deletion_protection = false")],
            findings: ["turns-off-deletion-protection \(instance)"]),
        Story(
            testDescription: "another suffix", edits: [("main.tf", "1a2b", "ffff")],
            findings: ["replaces-data \(instance)"], verdicts: [instance: .replaces]),
        Story(
            testDescription: "-replace", options: ["-replace=\(instance)"],
            findings: ["replaces-data \(instance)"]),
        Story(
            testDescription: "a database's key renamed",
            edits: [("main.tf", "\"ledger\"", "\"books\"")],
            findings: [
                "destroys-data module.pg.terraform_data.app[\"ledger\"]",
                "destroys-data module.pg.terraform_data.db[\"ledger\"]",
            ], verdicts: ["module.pg.terraform_data.db[\"books\"]": .creates]),
        Story(
            testDescription: "the module renamed without a moved block",
            edits: [
                ("main.tf", "module \"pg\"", "module \"postgres\""),
                ("main.tf", "module.pg.", "module.postgres."),
            ],
            findings: [
                "admin", "app[\"ledger\"]", "app[\"shop\"]", "db[\"ledger\"]", "db[\"shop\"]",
                "instance", "replica[0]",
            ].map { "destroys-data module.pg.terraform_data.\($0)" }),
        Story(
            testDescription: "the module renamed with a moved block",
            edits: [
                (
                    "main.tf", "module \"pg\"",
                    "moved {\n  from = module.pg\n  to = module.postgres\n}\nmodule \"postgres\""
                ), ("main.tf", "module.pg.connection", "module.postgres.connection"),
            ], verdicts: ["module.postgres.terraform_data.instance": .keeps]),
        Story(
            testDescription: "the replica released with a removed block",
            edits: [
                ("main.tf", "replica      = true", "replica = false"),
                (
                    module, "resource \"terraform_data\" \"replica\" {",
                    "resource \"terraform_data\" \"other\" {"
                ),
                (
                    "main.tf", "module \"pg\"",
                    """
                    removed {
                      from = module.pg.terraform_data.replica
                      lifecycle {
                        destroy = false
                      }
                    }
                    module "pg"
                    """
                ),
            ], verdicts: ["module.pg.terraform_data.replica[0]": .releases]),
        Story(
            testDescription: "create_before_destroy",
            edits: [
                ("main.tf", "1a2b", "ffff"),
                (
                    module, "triggers_replace = [",
                    "lifecycle {\n    create_before_destroy = true\n  }\n  triggers_replace = ["
                ),
            ], findings: ["replaces-data \(instance)"], verdicts: [instance: .replaces]),
    ]

    @Test("judges what a real program plans", arguments: stories)
    func judges(story: Story) async throws {
        try await Terraform.with(try ExampleTwin.files()) { run in
            try await run.initialize()
            try await run.apply()
            for (file, old, new) in story.edits {
                let url = URL(filePath: "\(run.directory)/\(file)")
                let text = try String(contentsOf: url, encoding: .utf8)
                #expect(text.contains(old))
                try Data(text.replacing(old, with: new).utf8).write(to: url)
            }
            if story.edits.contains(where: { $0.new.contains("module \"postgres\"") }) {
                try await run.initialize()
            }
            let plan = try await run.plan(locks: false, story.options)
            let report = GuardReport(Judgement(plan, knowledge: try ExampleTwin.knowledge()))
            #expect(
                report.findings.map { "\($0.harm.rawValue) \($0.address)" }.sorted()
                    == story.findings.sorted())
            for (address, verdict) in story.verdicts {
                #expect(
                    report.resources.first { $0.address == address }?.change == verdict)
            }
            #expect(!report.text.contains("only-an-example"))
        }
    }
}
