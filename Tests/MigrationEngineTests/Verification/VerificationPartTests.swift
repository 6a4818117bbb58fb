import MigrationCore
import PostgresCatalog
import Testing

@testable import MigrationEngine

@Suite("Comparing in parts: large tables are shared and can yield in between")
struct VerificationPartTests {
    @Test(
        "a small table is one part, a large one at least two for each worker, of 256 MB at most",
        arguments: [(1 << 20, 1), (64 << 20, 1), (65 << 20, 4), (3 << 30, 12), (1 << 50, 1000)])
    func counts(bytes: Int, parts: Int) {
        #expect(verificationPartCount(bytes: Int64(bytes), jobs: 2) == parts)
    }

    @Test("a table counts once, when its last part was compared; its rows count each time")
    func report() async {
        let table = MovedTable(
            name: QualifiedName(schema: "public", name: "t"), columns: [], bytes: 1, pages: 1,
            estimatedRows: 100, isUnlogged: false, identity: .primaryKey, primaryKey: ["id"],
            isHeap: true)
        let parts = [KeyRange(from: nil, upTo: 50), KeyRange(from: 50, upTo: nil)].map {
            VerificationPart(table: table, range: $0, rows: 50)
        }
        let queue = VerificationQueue(
            parts, progress: SilentProgress(), before: VerificationReport())
        let first = await queue.take()
        #expect(first == parts[0])
        await queue.finish(parts[0], .init(rows: 49))
        #expect(await queue.report.tables == 0)
        await queue.finish(parts[1], .init(rows: 51))
        #expect(await queue.report.tables == 1)
        #expect(await queue.report.rows == 100)
        #expect(await queue.take() == parts[1])
        #expect(await queue.take() == nil)
    }
}
