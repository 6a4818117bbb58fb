import MigrationCore
import Testing

@Suite("PgBouncer's include file: only the addresses of what moves change")
struct PgBouncerFileTests {
    private let old = PoolerAddress(host: "10.0.0.5", port: "5432")
    private let new = PoolerAddress(host: "10.0.0.9", port: "6000")
    private let text = """
        ; written by the team
        [databases]
        app = host=10.0.0.5 port=5432 dbname=app user=app
        app_ro = host=10.0.0.5 dbname=app pool_size=5 application_name='read only'
        other = host=10.0.0.5 port=5432
        elsewhere = host=10.0.0.7 port=5432 dbname=app

        """

    @Test("points every entry of the database at the new address and keeps its other settings")
    func redirects() {
        var file = PgBouncerFile(text)
        file.redirect(["app"], from: [old, new], to: new)
        #expect(
            file.text == """
                ; written by the team
                [databases]
                app = host=10.0.0.9 port=6000 dbname=app user=app
                app_ro = host=10.0.0.9 dbname=app pool_size=5 application_name='read only' port=6000
                other = host=10.0.0.5 port=5432
                elsewhere = host=10.0.0.7 port=5432 dbname=app

                """)
    }

    @Test("doing it twice changes nothing, and the way back leads to where it began")
    func twice() {
        var file = PgBouncerFile(text)
        file.redirect(["app"], from: [old, new], to: new)
        let once = file
        file.redirect(["app"], from: [old, new], to: new)
        #expect(file == once)
        file.redirect(["app"], from: [old, new], to: old)
        #expect(file.entries(for: ["app"], at: [old]).map(\.name) == ["app", "app_ro"])
    }

    @Test("an entry without a database name asks for its own")
    func ownName() {
        #expect(PgBouncerFile(text).entries(for: ["other"], at: [old]).map(\.name) == ["other"])
    }

    @Test(
        "a text without entries stays as it is, byte for byte",
        arguments: ["", "\n\n", "; x\n[databases]\n", "%include a\n"])
    func untouched(_ text: String) {
        var file = PgBouncerFile(text)
        file.redirect(["app"], from: [old], to: new)
        #expect(file.text == text)
    }

    @Test("an entry that does not move keeps its spacing, its quotes and what follows it")
    func others() {
        let odd = "\"\" =  host='10.0.0.7'   dbname=x\r\nlast=host=10.0.0.8 stray"
        var file = PgBouncerFile(odd + "\napp = host=10.0.0.5")
        file.redirect(["app"], from: [old], to: new)
        #expect(file.text == odd + "\napp = host=10.0.0.9 port=6000")
        #expect(PgBouncerFile(file.text) == file)
    }

    @Test("a quoted value keeps its quotes and spaces")
    func quotes() {
        let file = PgBouncerFile("\"my app\" = host=h connect_query='select ''x y'''")
        #expect(file.entries.first?.name == "my app")
        #expect(file.entries.first?["connect_query"] == "select 'x y'")
        #expect(file.text == "\"my app\" = host=h connect_query='select ''x y'''")
    }
}
