import Diagnostics
import Foundation
import Infrastructure
import Testing

@Suite("Knowledge: what holds data is known, and a team can add to it")
struct KnowledgeTests {
    @Test(
        "knows the common types of three clouds",
        arguments: [
            "google_sql_database_instance", "google_storage_bucket", "google_compute_disk",
            "google_kms_crypto_key", "google_compute_network", "aws_db_instance",
            "aws_rds_cluster", "aws_s3_bucket", "aws_ebs_volume", "aws_kms_key", "aws_vpc",
            "azurerm_postgresql_flexible_server", "azurerm_managed_disk",
            "azurerm_storage_account", "azurerm_key_vault", "azurerm_virtual_network",
            "postgresql_database", "kubernetes_persistent_volume_claim",
        ])
    func known(type: String) throws {
        #expect(try Knowledge.builtIn().rule(for: type, .object([:]))?.isStateful == true)
    }

    @Test("lets a team's file win over what comes with the program")
    func teamWins() throws {
        let knowledge = try Knowledge.builtIn().adding(
            """
            resources:
            - {type: google_storage_bucket, kind: bucket, stateful: false, where: {labels.scratch: "true"}}
            - {type: acme_database, kind: database server, restarts: [size]}
            """, file: "rules.yaml")
        let scratch = JSONValue.object(["labels": .object(["scratch": .string("true")])])
        #expect(knowledge.rule(for: "google_storage_bucket", scratch)?.isStateful == false)
        #expect(knowledge.rule(for: "google_storage_bucket", .object([:]))?.isStateful == true)
        #expect(knowledge.rule(for: "acme_database", .object([:]))?.kind == .databaseServer)
    }

    @Test(
        "says what is wrong with a file, and where",
        arguments: [
            (
                "resources:\n- {type: t, kind: databse}", 2, "`kind` must be one of",
                "Did you mean `database`?"
            ),
            (
                "resources:\n- {type: t, kind: disk, restart: [a]}", 2, "unknown key `restart`",
                "Did you mean `restarts`?"
            ),
            ("resources:\n- kind: disk", 2, "has no `type`", nil),
            ("resources:\n- type: t", 2, "`t` has no `kind`", nil),
            (
                "resources:\n- {type: t, kind: disk, stateful: maybe}", 2, "must be true or false",
                nil
            ),
            ("resources: [", 2, "not YAML", nil),
            ("rules: []", 1, "unknown key `rules`", nil),
            (
                "resources:\n- {type: t, kind: disk, flags: {name: n}}", 2, "`flags` has no `list`",
                nil
            ),
        ] as [(String, Int, String, String?)])
    func complains(text: String, line: Int, message: String, hint: String?) throws {
        let error = #expect(throws: Diagnostic.self) {
            try Knowledge([]).adding(text, file: "rules.yaml")
        }
        #expect(error?.code == .knowledgeMalformed)
        #expect(error?.place?.file == "rules.yaml")
        #expect(error?.place?.line == line)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        if let hint { #expect(error?.hint == hint) }
    }

    @Test("names every mistake of a file at once")
    func all() {
        let error = #expect(throws: Diagnostic.self) {
            try Knowledge([]).adding("resources:\n- {kind: disk}\n- {type: t}", file: "f")
        }
        #expect(error?.detail?.contains("f:3:") == true)
    }

    @Test(
        "takes for off what a provider takes for off",
        arguments: [
            (JSONValue.bool(true), true), (.bool(false), false), (.integer(7), true),
            (.integer(0), false), (.string("ENABLED"), true), (.string("Disabled"), false),
            (.string(""), false), (.array([.object([:])]), true), (.array([]), false),
        ])
    func switches(value: JSONValue, isOn: Bool) {
        let plain = ResourceRule.Switch(attribute: AttributePath("a"), off: nil)
        #expect(plain.isOn(in: .object(["a": value])) == isOn)
        #expect(plain.isOn(in: .object([:])) == nil)
        let inverted = ResourceRule.Switch(attribute: AttributePath("a"), off: ["true"])
        #expect(inverted.isOn(in: .object(["a": .bool(true)])) == false)
        #expect(inverted.isOn(in: .object(["a": .bool(false)])) == true)
    }
}
