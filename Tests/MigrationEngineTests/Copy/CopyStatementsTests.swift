import MigrationCore
import PostgresCatalog
import Testing

@testable import MigrationEngine

@Suite("The statements that move one part of a table")
struct CopyStatementsTests {
    private func table(
        _ columns: [MovedTable.Column], bytes: Int64 = 1 << 30
    ) -> MovedTable {
        MovedTable(
            name: QualifiedName(schema: "public", name: "Order"), columns: columns, bytes: bytes,
            pages: 0, estimatedRows: 0, isUnlogged: false, identity: .primaryKey,
            primaryKey: ["id"], isHeap: true)
    }

    private func column(_ name: String, portable: Bool = true) -> MovedTable.Column {
        .init(name: name, type: "integer", isPortable: portable, isFloat: false)
    }

    @Test("a whole table is truncated and filled frozen, in binary where every type allows it")
    func whole() {
        let statements = CopyStatements(
            table([column("id"), column("na\"me")]), CopyPart(table: 0, pages: nil, bytes: 1),
            isEmpty: true, epoch: "0/1")
        #expect(statements.preparation == "TRUNCATE ONLY \"public\".\"Order\";")
        #expect(
            statements.copyOut
                == "COPY \"public\".\"Order\" (\"id\", \"na\"\"me\") TO STDOUT WITH (FORMAT binary)"
        )
        #expect(
            statements.copyIn
                == "COPY \"public\".\"Order\" (\"id\", \"na\"\"me\") FROM STDIN "
                + "WITH (FORMAT binary, FREEZE)")
    }

    @Test("a small table that is empty is neither truncated nor frozen; one with rows is")
    func small() {
        let part = CopyPart(table: 0, pages: nil, bytes: 1)
        let small = table([column("id")], bytes: 8192)
        let fresh = CopyStatements(small, part, isEmpty: true, epoch: "0/1")
        #expect(fresh.preparation == nil)
        #expect(!fresh.copyIn.contains("FREEZE"))
        let filled = CopyStatements(small, part, isEmpty: false, epoch: "0/1")
        #expect(filled.preparation == "TRUNCATE ONLY \"public\".\"Order\";")
        #expect(filled.copyIn.contains("FREEZE"))
        for statements in [fresh, filled] {
            #expect(
                statements.record
                    == "INSERT INTO apus.restored VALUES ('rows at 0/1 of \"public\".\"Order\"') "
                    + "ON CONFLICT DO NOTHING")
        }
    }

    @Test("one column whose binary form differs makes the whole table travel as text")
    func text() {
        let statements = CopyStatements(
            table([column("id"), column("kinds", portable: false)]),
            CopyPart(table: 0, pages: nil, bytes: 1), isEmpty: true, epoch: "0/1")
        #expect(!statements.copyOut.contains("binary"))
        #expect(!statements.copyIn.contains("binary"))
    }

    @Test("a part reads its pages, empties nothing, and the last one is open to the end")
    func parts() {
        let part = CopyStatements(
            table([column("id")]), CopyPart(table: 0, pages: 100..<200, bytes: 1),
            isEmpty: true, epoch: "0/1")
        #expect(part.preparation == nil)
        #expect(part.copyOut.contains("WHERE ctid >= '(100,0)' AND ctid < '(200,0)'"))
        #expect(!part.copyIn.contains("FREEZE"))
        let last = CopyStatements(
            table([column("id")]),
            CopyPart(table: 0, pages: 200..<Int64(UInt32.max), bytes: 1),
            isEmpty: true, epoch: "0/1")
        #expect(last.copyOut.contains("WHERE ctid >= '(200,0)') TO STDOUT"))
    }

    @Test("a part of an older server's table reads its keys and empties nothing")
    func keys() {
        let part = CopyStatements(
            table([column("id")]),
            CopyPart(table: 0, pages: nil, keys: KeyRange(from: 7, upTo: 9), bytes: 1),
            isEmpty: true, epoch: "0/1")
        #expect(part.preparation == nil)
        #expect(part.copyOut.contains("FROM ONLY \"public\".\"Order\" WHERE \"id\" >= 7 AND"))
        #expect(part.copyOut.contains("\"id\" < 9) TO STDOUT"))
        #expect(!part.copyIn.contains("FREEZE"))
    }

    @Test("what several workers write is read as a whole, and nobody empties it for the others")
    func shares() {
        let share = CopyStatements(
            table([column("id")]), CopyPart(table: 0, pages: nil, bytes: 1, share: 1),
            isEmpty: false, epoch: "0/1")
        #expect(share.preparation == nil)
        #expect(
            share.copyOut == "COPY \"public\".\"Order\" (\"id\") TO STDOUT WITH (FORMAT binary)")
        #expect(!share.copyIn.contains("FREEZE"))
    }

    @Test("a table without columns has rows all the same")
    func noColumns() {
        let statements = CopyStatements(
            table([]), CopyPart(table: 0, pages: nil, bytes: 1), isEmpty: true, epoch: "0/1")
        #expect(statements.copyOut == "COPY \"public\".\"Order\" TO STDOUT")
    }
}
