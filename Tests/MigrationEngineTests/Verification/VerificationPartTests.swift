import MigrationCore
import PostgresCatalog
import Testing

@testable import MigrationEngine

@Suite("Comparing in parts: large tables are shared and can yield in between")
struct VerificationPartTests {
    @Test(
        "a small table is one part, a large one at least eight for each scan at a time, of 256 MB at most",
        arguments: [(1 << 20, 1), (64 << 20, 1), (65 << 20, 16), (9 << 30, 36), (1 << 50, 1000)])
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
        #expect(first?.part == parts[0])
        #expect(first?.looksStill == true)
        await queue.finish(parts[0], .init(rows: 49, isStill: false))
        #expect(await queue.report.tables == 0)
        await queue.finish(parts[1], .init(rows: 51))
        #expect(await queue.report.tables == 1)
        #expect(await queue.report.rows == 100)
        // Somebody writes to the table, so looking whether all is equal would be a look too many.
        let second = await queue.take()
        #expect(second?.part == parts[1])
        #expect(second?.looksStill == false)
        #expect(await queue.take() == nil)
    }

    @Test("so many work at once as there are turns, and a turn that failed is given back")
    func turns() async throws {
        actor Count {
            var now = 0, most = 0
            func enter() { now += 1; most = max(most, now) }
            func leave() { now -= 1 }
        }
        struct Refused: Error {}
        let turns = Turns(2)
        let count = Count()
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do {
                        try await turns.take {
                            await count.enter()
                            try await Task.sleep(for: .milliseconds(2))
                            await count.leave()
                            if number % 3 == 0 { throw Refused() }
                        }
                        return true
                    } catch { return false }
                }
            }
            var done = 0
            for await worked in group where worked { done += 1 }
            #expect(done == 13)
        }
        #expect(await count.most == 2)
        #expect(await count.now == 0)
    }
}
