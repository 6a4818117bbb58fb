import Diagnostics
import Testing

@Suite("Diagnostic: what the person on call reads")
struct DiagnosticTests {
    @Test("prints message, code, detail and hint, each on a line of its own")
    func fourParts() {
        let diagnostic = Diagnostic(
            .error, "source.no-replica-identity", "table \"public.audit\" has no replica identity",
            detail: "12 updates reached it.", hint: "Add a primary key.")
        #expect(
            diagnostic.description == """
                error: table "public.audit" has no replica identity [source.no-replica-identity]
                  detail: 12 updates reached it.
                  hint: Add a primary key.
                """)
    }

    @Test("begins with file, line and column when a file is to blame")
    func place() {
        let diagnostic = Diagnostic(
            .warning, "file.unknown-key", "unknown key",
            at: Place(file: "app.yaml", line: 3, column: 5))
        #expect(diagnostic.description == "app.yaml:3:5: warning: unknown key [file.unknown-key]")
    }
}
