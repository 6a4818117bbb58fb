import MigrationCore
import Testing

/// Goal: the record of a migration holds every change and no secret. Method: statements as the
/// engine sends them, and quotes in every form that PostgreSQL knows.
@Suite("Statements in the record")
struct StatementTests {
    @Test(
        "what changes a server counts as a change",
        arguments: [
            "CREATE TABLE t ()", "  \n alter role x nologin", "DO $apus$ BEGIN END $apus$",
            "SELECT setval('s', 4)", "SELECT pg_create_logical_replication_slot($1, 'pgoutput')",
            "BEGIN; UPDATE t SET a = 1; COMMIT",
            "WITH gone AS (DELETE FROM t RETURNING a) SELECT 1",
            "COPY t FROM STDIN (FORMAT binary)", "CREATE_REPLICATION_SLOT \"s\" LOGICAL pgoutput",
            "-- nothing\nDROP SCHEMA s", "VACUUM t", "a new word of a later version",
            "SELECT 'ROLLBACK'; TRUNCATE t", "SELECT lo_unlink(7)",
        ])
    func changes(_ sql: String) { #expect(changesServer(sql)) }

    @Test(
        "what only looks, or is taken back, does not",
        arguments: [
            "SELECT 1", "", ";;", "SHOW ALL", "SET lock_timeout = 0; SELECT 'DROP TABLE t'",
            "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT txid_current_snapshot()",
            "COPY (SELECT 1) TO STDOUT", "BEGIN; CREATE SUBSCRIPTION s CONNECTION 'x'; ROLLBACK",
            "/* DROP /* TABLE */ */ SELECT \"delete\" FROM \"update\"", "SELECT $$ DELETE $$",
        ])
    func looks(_ sql: String) { #expect(!changesServer(sql)) }

    @Test(
        "secrets are taken out of whatever quotes they stand in",
        arguments: [
            "CREATE SUBSCRIPTION s CONNECTION 'host=a password=''MARK''' PUBLICATION p",
            "create subscription s connection E'password=\\'MARK\\'' publication p",
            "ALTER ROLE r LOGIN PASSWORD 'MARK' NOINHERIT", "ALTER ROLE r PASSWORD $x$MARK$x$",
            "ALTER ROLE r PASSWORD /* note */ 'MARK'", "ALTER ROLE r PASSWORD 'MARK",
            "CREATE ROLE a PASSWORD 'MARK'; CREATE ROLE b ENCRYPTED PASSWORD 'MARK'",
            "ALTER ROLE r PASSWORD U&'MARK'",
        ])
    func secrets(_ sql: String) {
        let shown = concealed(sql)
        #expect(!shown.contains("MARK"), "\(shown)")
        #expect(shown.contains("(hidden)"))
    }

    @Test("everything else stays as it was written")
    func otherTexts() {
        for sql in ["SELECT 'password' AS a, 'MARK'", "UPDATE t SET connection = 1, b = 'ä€'"] {
            #expect(concealed(sql) == sql)
        }
    }

    @Test("a long statement is cut, and says how long it was")
    func long() {
        let shown = concealed("SELECT '" + String(repeating: "x", count: 5000) + "'")
        #expect(shown.count < 4100)
        #expect(shown.hasSuffix("… (5009 bytes)"))
    }

    @Test("no bytes at all make it stop", arguments: 0..<300)
    func anyBytes(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        let alphabet = Array("'\"$$$-/**;E\\ aPASSWORD\nü".unicodeScalars)
        var text = ""
        for _ in 0..<60 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            text.unicodeScalars.append(alphabet[Int(state % UInt64(alphabet.count))])
        }
        var end = 0
        for piece in SQLPieces(text) {
            #expect(piece.range.lowerBound >= end && !piece.range.isEmpty)
            end = piece.range.upperBound
        }
        #expect(end <= text.utf8.count)
        _ = changesServer(text)
        _ = concealed(text)
    }
}

/// Goal: a migration that takes days keeps a picture of its lag in bounded space.
@Suite("Samples over a long time")
struct SampleSeriesTests {
    @Test("stay few, in order, and keep the peaks and the last one")
    func bounded() {
        var series = SampleSeries(limit: 50)
        for number in 0..<10_000 {
            var sample = Sample(at: Double(number), phase: "catch up")
            sample.lagBytes = number == 4321 ? 1_000_000 : 7
            series.add(sample)
            #expect(series.samples.count <= 50)
        }
        #expect(series.samples.last?.at == 9999)
        #expect(series.samples.contains { $0.lagBytes == 1_000_000 })
        #expect(zip(series.samples, series.samples.dropFirst()).allSatisfy { $0.at < $1.at })
    }

    @Test("that were written with a larger limit are thinned out too")
    func reading() {
        let many = (0..<1000).map { Sample(at: Double($0), phase: "copy") }
        #expect(SampleSeries(many, limit: 100).samples.count <= 100)
    }
}
