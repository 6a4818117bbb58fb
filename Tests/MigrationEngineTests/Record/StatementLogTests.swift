import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import Testing

/// Goal: what changed a server is on record with its time and place in the log, whatever happened
/// to the program. Method: a folder of its own, and statements as sessions report them.
@Suite("The record of statements")
struct StatementLogTests {
    @Test("keeps what changes something, without its secrets, and for its owner alone")
    func keeps() throws {
        try withFolder { folder in
            let log = StatementLog(folder: folder)
            let hear = log.observer("source", database: "app", session: "main")
            hear(seen("SELECT 1", "SELECT 1"))
            hear(seen("ALTER ROLE x PASSWORD 'marker'", "ALTER ROLE"))
            hear(seen("UPDATE t SET a = 1", "UPDATE 0"))
            hear(ObservedStatement(sql: "DROP TABLE t", began: 2, failure: "no PASSWORD 'marker'"))
            let records = StatementHistory.read(folder).records
            #expect(
                records.map(\.statement) == ["ALTER ROLE x PASSWORD '(hidden)'", "DROP TABLE t"])
            #expect(records.last?.failure == "no PASSWORD '(hidden)'")
            let path = folder.file(StatementLog.file)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("a position counts for what was there when it was asked for, on that side alone")
    func positions() throws {
        try withFolder { folder in
            let log = StatementLog(folder: folder)
            let source = log.observer("source", database: "app", session: "main")
            let target = log.observer("target", database: "app", session: "main")
            #expect(log.mark("source") == nil)
            source(seen("CREATE TABLE a ()"))
            target(seen("CREATE TABLE b ()"))
            let mark = try #require(log.mark("source"))
            source(seen("CREATE TABLE c ()"))
            log.reached(LSN("0/10"), at: "source", through: mark)
            let late = try #require(log.mark("source"))
            log.reached(nil, at: "source", through: late)
            let again = try #require(log.mark("source"))
            log.reached(LSN("0/20"), at: "source", through: again)
            #expect(log.mark("source") == nil)
            let records = StatementHistory.read(folder).records
            #expect(records.map(\.logPosition) == [LSN("0/10"), nil, LSN("0/20")])
        }
    }

    @Test("a later run finds the position for what a killed one left, and a cut line hides nothing")
    func afterACrash() throws {
        try withFolder { folder in
            StatementLog(folder: folder).observer("source", database: nil, session: "main")(
                seen("CREATE TABLE a ()"))
            let path = folder.file(StatementLog.file)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try (text + "{\"statement\":{\"_0\":{\"at\":1\n").write(
                toFile: path, atomically: false, encoding: .utf8)
            let next = StatementLog(folder: folder)
            let mark = try #require(next.mark("source"))
            next.reached(LSN("0/30"), at: "source", through: mark)
            let records = StatementHistory.read(folder).records
            #expect(records.map(\.logPosition) == [LSN("0/30")])
        }
    }

    @Test("is bounded, and says how much it left out")
    func bounded() throws {
        try withFolder { folder in
            let log = StatementLog(folder: folder, limit: 4000)
            let hear = log.observer("target", database: "app", session: "main")
            for number in 0..<100 { hear(seen("CREATE TABLE t\(number) ()")) }
            log.close()
            let history = StatementHistory.read(folder)
            #expect(history.records.count + history.omitted == 100)
            #expect(history.omitted > 0)
            let size = try FileManager.default.attributesOfItem(
                atPath: folder.file(StatementLog.file))[.size]
            #expect((size as? Int ?? .max) < 4200)
        }
    }

    private func seen(_ sql: String, _ tag: String = "CREATE TABLE") -> ObservedStatement {
        ObservedStatement(
            sql: sql, began: 1, seconds: 0.001, answer: Rows(columns: [], values: [], tag: tag))
    }

    private func withFolder(_ body: (StateFolder) throws -> Void) throws {
        let folder = StateFolder(
            path: NSTemporaryDirectory() + "apus-record-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try folder.create()
        try body(folder)
    }
}
