import MigrationCore
import Testing

@Suite("Values: numbers that can be confused have a type, and survive printing")
struct ValuesTests {
    @Test(
        "an LSN prints as the server prints it",
        arguments: ["0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"])
    func lsnRoundTrip(_ text: String) {
        #expect(LSN(text)?.description == text)
    }

    @Test(
        "what is no LSN is refused",
        arguments: ["", "16", "16/", "/1", "1/2/3", "x/y", "1FFFFFFFF/0"])
    func notAnLSN(_ text: String) { #expect(LSN(text) == nil) }

    @Test("distance to a goal is never negative")
    func distance() throws {
        let near = try #require(LSN("0/10"))
        let far = try #require(LSN("0/30"))
        #expect(near.bytesBehind(far) == 32)
        #expect(far.bytesBehind(near) == 0)
    }

    @Test("durations are read with their unit and refused without one")
    func durations() {
        #expect(Duration(parsing: "500ms") == .milliseconds(500))
        #expect(Duration(parsing: "1.5s") == .milliseconds(1500))
        #expect(Duration(parsing: "10 min") == .seconds(600))
        #expect(Duration(parsing: "5") == nil)
        #expect(Duration(parsing: "s") == nil)
        #expect(Duration(parsing: "-5s") == nil)
    }

    @Test("durations print as people say them")
    func readable() {
        #expect(Duration.milliseconds(34).readable == "34 ms")
        #expect(Duration.microseconds(4_200).readable == "4.2 ms")
        #expect(Duration.milliseconds(2_430).readable == "2.4 s")
        #expect(Duration.seconds(200).readable == "3 min 20 s")
        #expect(Duration.seconds(14_700).readable == "4 h 5 min")
    }

    @Test("sizes are read as PostgreSQL reads them and printed short")
    func sizes() {
        #expect(ByteCount(parsing: "64GB") == ByteCount(64 << 30))
        #expect(ByteCount(parsing: "64 GiB") == ByteCount(64 << 30))
        #expect(ByteCount(parsing: "123") == ByteCount(123))
        #expect(ByteCount(parsing: "9999999PB") == nil)
        #expect(ByteCount(parsing: "many") == nil)
        #expect(ByteCount(1536).description == "1.5 kB")
        #expect(ByteCount(64 << 30).description == "64 GB")
        #expect(ByteCount(12).description == "12 B")
    }

    @Test("identifiers and literals are quoted for SQL")
    func quoting() {
        #expect(quoted(identifier: "plain_1") == "plain_1")
        #expect(quoted(identifier: "Order") == "\"Order\"")
        #expect(sql(identifier: "a\"b") == "\"a\"\"b\"")
        #expect(sql(literal: "it's") == "'it''s'")
        #expect(sql(literal: "a\\b") == " E'a\\\\b'")
    }
}
