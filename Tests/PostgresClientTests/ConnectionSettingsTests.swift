import PostgresClient
import Testing

@Suite("ConnectionSettings: what libpq is told, and what nobody is")
struct ConnectionSettingsTests {
    @Test(
        "reads keywords and addresses as psql does",
        arguments: [
            "host=db port=5433 user=app dbname=shop", "postgresql://app@db:5433/shop",
        ])
    func parses(_ text: String) throws {
        let settings = try ConnectionSettings(parsing: text)
        #expect(settings.host == "db")
        #expect(settings.port == "5433")
        #expect(settings.user == "app")
        #expect(settings.database == "shop")
    }

    @Test("says in libpq's words what is no connection string")
    func refuses() {
        #expect {
            _ = try ConnectionSettings(parsing: "hots=db")
        } throws: { error in
            "\(error)".contains("hots")
        }
    }

    @Test("shows a password nowhere, whichever way it came in")
    func secrets() throws {
        let settings = try ConnectionSettings(parsing: "host=db password=hunter2")
        #expect(settings.password?.reveal() == "hunter2")
        for text in ["\(settings)", String(reflecting: settings), "\(settings.keywords)"] {
            #expect(!text.contains("hunter2"))
        }
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test("a connection string for a subscription survives quotes, spaces and backslashes")
    func quoting() throws {
        var settings = ConnectionSettings(keywords: ["host": "db", "user": "o'brien \\ co"])
        settings.password = Secret("p' w\\d")
        let again = try ConnectionSettings(parsing: settings.connectionString().reveal())
        #expect(again == settings)
    }
}
