import MigrationCore
import Testing

@Suite("quickBatches: small objects travel together, slow ones alone")
struct QuickBatchesTests {
    private func entry(_ type: String, _ name: String) -> SchemaEntry {
        SchemaEntry(type: type, schema: "public", name: name, owner: "app", sql: "SELECT")
    }

    @Test("keeps the order and every entry, and none is slow in company")
    func order() {
        let types = [
            "TABLE", "ACL", "INDEX", "TRIGGER", "POLICY", "FK CONSTRAINT", "FK CONSTRAINT",
            "COMMENT", "CONSTRAINT", "MATERIALIZED VIEW DATA", "CHECK CONSTRAINT",
        ]
        let entries = types.enumerated().map { entry($1, "\($0)") }
        let batches = quickBatches(of: entries)
        #expect(batches.flatMap { $0 } == entries)
        #expect(
            batches.map { $0.map(\.type) } == [
                ["TABLE", "ACL"], ["INDEX"], ["TRIGGER", "POLICY"], ["FK CONSTRAINT"],
                ["FK CONSTRAINT"], ["COMMENT"], ["CONSTRAINT"], ["MATERIALIZED VIEW DATA"],
                ["CHECK CONSTRAINT"],
            ])
    }

    @Test("no batch is larger than it may be")
    func size() {
        let entries = (0..<120).map { entry("TABLE", "t\($0)") }
        #expect(quickBatches(of: entries, size: 50).map(\.count) == [50, 50, 20])
        #expect(quickBatches(of: []).isEmpty)
    }
}
