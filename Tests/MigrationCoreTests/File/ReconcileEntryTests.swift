import Diagnostics
import Testing

@testable import MigrationCore

/// Goal: what `prepare` and `reconcile` need stands in the migration file, and mistakes are named.
@Suite("The migration file on prepare and reconcile")
struct ReconcileEntryTests {
    private let head = """
        migration: shop
        source: {host: a}
        target: {host: b}
        databases: all
        traffic: none
        infrastructure:
          directory: live

        """

    @Test("says where the new server stands, what goes with it and what the pipeline takes")
    func reading() throws {
        let entry = try #require(
            MigrationFile.read(
                head + """
                      source: module.pg
                      target: module.pg_new
                      address: module.database
                      old_server: swapped
                      swap_written: true
                      blocks: [moved, removed]
                      also: [{target: a.new, source: a.old}]
                      imports: [{address: 'b.db["x"]', id: shop/x}]
                      prepare:
                        version: POSTGRES_17
                        source_settings: [{path: [logical_decoding], value: true}]
                        target_settings: [{path: [settings, tier], value: "8"}]
                    """, file: "m.yaml"
            ).0?.infrastructure?.reconcile)
        #expect(entry.address == "module.database" && entry.oldServer == "swapped")
        #expect(entry.isSwapWritten && entry.blocks == ["moved", "removed"])
        #expect(entry.also == [.init(target: "a.new", source: "a.old")])
        #expect(entry.imports == [.init(address: "b.db[\"x\"]", id: "shop/x")])
        #expect(entry.version == "POSTGRES_17")
        #expect(
            entry.sourceSettings == [
                .init(path: ["logical_decoding"], value: "true", isQuoted: false)
            ])
        #expect(
            entry.targetSettings == [.init(path: ["settings", "tier"], value: "8", isQuoted: true)])
    }

    @Test(
        "names what is missing and what nobody knows",
        arguments: [
            ("also: [{target: a.new}]", "has no `source`"),
            ("imports: {a: b}", "must be a list"),
            ("prepare: {versoin: 17}", "unknown key `versoin`"),
        ])
    func mistakes(_ line: String, _ complaint: String) {
        let complaints = MigrationFile.read("\(head)  \(line)\n", file: "m.yaml").1
        #expect(complaints.contains { $0.message.contains(complaint) }, "\(complaints)")
    }
}
