import MigrationCore
import Testing

@Suite("Comparing schemas: every object by name, on either side")
struct CompareSchemasTests {
    private func entry(_ name: String, _ sql: String) -> SchemaEntry {
        SchemaEntry(type: "TABLE", schema: "public", name: name, owner: "app", sql: sql)
    }

    @Test("equal schemas have no differences, whatever the order and the blank lines")
    func equal() {
        let source = [entry("a", "CREATE a;"), entry("b", "CREATE b;\n\n")]
        #expect(compareSchemas(source: source, target: source.reversed()) == [])
        #expect(
            compareSchemas(source: source, target: [source[0], entry("b", "\nCREATE b;")]) == [])
    }

    @Test("names what is missing, what is too much, and what is not the same")
    func differences() {
        let found = compareSchemas(
            source: [entry("a", "x"), entry("b", "x")], target: [entry("b", "y"), entry("c", "x")])
        #expect(
            found == [
                "table public.a is missing on the target",
                "table public.b is not the same on both sides",
                "table public.c is only on the target",
            ])
    }

    @Test("an object that the target was given as it is counts as the same, however it prints")
    func printsDifferently() {
        let source = [entry("v", "CREATE VIEW v AS SELECT t.a FROM t;")]
        let target = [entry("v", "CREATE VIEW v AS SELECT a FROM t;")]
        #expect(compareSchemas(source: source, target: target).count == 1)
        #expect(
            compareSchemas(
                source: source, target: target, restored: [source[0].fingerprint]) == [])
    }

    @Test("settings before an object are no part of it")
    func settings() {
        #expect(
            compareSchemas(
                source: [entry("a", "SET default_tablespace = '';\nCREATE a;")],
                target: [entry("a", "CREATE a;")]) == [])
    }
}
