import MigrationCore
import Testing

@Suite("CopySchedule: the largest first, and indexes as soon as their rows are in")
struct CopyScheduleTests {
    private func drain(_ schedule: inout CopySchedule) -> [CopySchedule.Work] {
        var done: [CopySchedule.Work] = []
        while let work = schedule.take() {
            done.append(work)
            schedule.finish(work)
        }
        return done
    }

    @Test("copies the largest piece first and does every piece once")
    func order() {
        let parts = [5, 90, 20].enumerated().map {
            CopyPart(table: $0, pages: nil, bytes: Int64($1))
        }
        var schedule = CopySchedule(parts: parts, indexes: [0, 0, 0], workers: 1)
        let tables = drain(&schedule).compactMap {
            if case .copy(let part) = $0 { part.table } else { nil }
        }
        #expect(tables == [1, 2, 0])
        #expect(schedule.isDone)
        #expect(schedule.finishedTables == [0, 1, 2])
    }

    @Test("builds no index before the last part of its table is in")
    func waitsForParts() {
        let parts = (0..<2).map { CopyPart(table: 0, pages: Int64($0)..<Int64($0 + 1), bytes: 10) }
        var schedule = CopySchedule(parts: parts, indexes: [1], workers: 2)
        guard let first = schedule.take(), let second = schedule.take() else {
            Issue.record("two parts can be copied at once")
            return
        }
        schedule.finish(first)
        #expect(schedule.take() == nil)
        #expect(!schedule.isDone)
        schedule.finish(second)
        #expect(schedule.take() == .build(table: 0, index: 0))
    }

    @Test("builds take at most half of the workers while there is something to copy")
    func half() {
        let parts = (0..<9).map { CopyPart(table: $0, pages: nil, bytes: 10) }
        var schedule = CopySchedule(
            parts: parts, indexes: Array(repeating: 3, count: 9), workers: 4)
        var taken: [CopySchedule.Work] = []
        for _ in 0..<4 { if let work = schedule.take() { taken.append(work) } }
        taken.forEach { schedule.finish($0) }
        let next = (0..<4).compactMap { _ in schedule.take() }
        let builds = next.count { if case .build = $0 { true } else { false } }
        #expect(builds == 2)
    }

    @Test("what needs the table to itself waits for the last of its indexes, and ends the schedule")
    func complete() {
        var schedule = CopySchedule(
            parts: [CopyPart(table: 0, pages: nil, bytes: 10)], indexes: [2], completed: [0],
            workers: 2)
        #expect(
            drain(&schedule).dropFirst() == [
                .build(table: 0, index: 0), .build(table: 0, index: 1), .complete(table: 0),
            ])
        #expect(schedule.isDone)

        schedule = CopySchedule(
            parts: [CopyPart(table: 0, pages: nil, bytes: 10)], indexes: [2], completed: [0],
            workers: 2)
        schedule.take().map { schedule.finish($0) }
        let builds = [schedule.take(), schedule.take()].compactMap { $0 }
        schedule.finish(builds[1])
        #expect(schedule.take() == nil)
        schedule.finish(builds[0])
        #expect(!schedule.isDone)
        #expect(schedule.take() == .complete(table: 0))
    }

    @Test("of tables whose rows an earlier run copied, it makes what is missing")
    func copied() {
        var schedule = CopySchedule(
            parts: [CopyPart(table: 1, pages: nil, bytes: 10)], indexes: [2, 1, 0], completed: [2],
            copied: [0, 2], workers: 1)
        #expect(schedule.finishedTables == [0, 2])
        let done = drain(&schedule)
        #expect(
            Set(done) == [
                .build(table: 0, index: 0), .build(table: 0, index: 1),
                .copy(CopyPart(table: 1, pages: nil, bytes: 10)), .build(table: 1, index: 0),
                .complete(table: 2),
            ])
        #expect(done.count == 5)
        #expect(schedule.isDone)
    }

    @Test("cuts a large table into ranges that cover it without a gap, open at the end")
    func ranges() {
        let parts = copyParts(table: 0, bytes: 1 << 30, pages: 131_072, readers: 3)
        let ranges = parts.compactMap(\.pages).sorted { $0.lowerBound < $1.lowerBound }
        #expect(ranges.count == 3)
        #expect(ranges.first?.lowerBound == 0)
        #expect(ranges.last?.upperBound == Int64(UInt32.max))
        for (left, right) in zip(ranges, ranges.dropFirst()) {
            #expect(left.upperBound == right.lowerBound)
        }
    }

    @Test(
        "reads a table as a whole where one session is enough, or there is nothing to cut",
        arguments: [(1, 1000), (2, 1), (2, 0)] as [(Int, Int64)])
    func whole(readers: Int, pages: Int64) {
        let parts = copyParts(table: 0, bytes: 1 << 30, pages: pages, readers: readers)
        #expect(parts == [CopyPart(table: 0, pages: nil, bytes: 1 << 30)])
    }

    @Test(
        "reads a large table in a session for every four workers",
        arguments: [(1, 1), (2, 1), (4, 1), (7, 1), (8, 2), (16, 4)])
    func readers(workers: Int, readers: Int) {
        #expect(readerCount(workers: workers) == readers)
    }

    @Test("gives every worker a share of every reading, and each reading a writer at once")
    func shares() {
        let parts = copyParts(table: 4, bytes: 900, pages: 100, readers: 2)
        let whole = CopyPart(table: 5, pages: nil, bytes: 5000)
        var schedule = CopySchedule(
            parts: [whole] + MigrationCore.shares(of: parts, workers: 8),
            indexes: Array(repeating: 0, count: 6), workers: 8)
        let done = drain(&schedule).compactMap {
            if case .copy(let part) = $0 { part } else { nil }
        }
        #expect(done.count == 17)
        #expect(Set(done.prefix(2).map(\.reading)) == Set(parts))
        #expect(done.prefix(2).map(\.share) == [0, 0])
        #expect(done.prefix(16).allSatisfy { !$0.isWhole })
        // However large: what all are needed for comes first.
        #expect(done.last == whole)
    }

    @Test("builds no index before the last share is written")
    func waitsForShares() {
        let part = CopyPart(table: 0, pages: nil, bytes: 10)
        var schedule = CopySchedule(
            parts: MigrationCore.shares(of: [part], workers: 2), indexes: [1], workers: 2)
        guard let first = schedule.take(), let second = schedule.take() else {
            Issue.record("two shares can be written at once")
            return
        }
        schedule.finish(second)
        #expect(schedule.take() == nil)
        schedule.finish(first)
        #expect(schedule.take() == .build(table: 0, index: 0))
    }

    @Test(
        "leaves to one worker a table whose share of its database is less than a quarter of a worker's",
        arguments: [
            (tables: 100, gigabytes: 1, workers: 4, isShared: false), (2, 1, 4, true),
            (16, 1, 4, false), (15, 1, 4, true), (1, 0, 4, false),
        ] as [(Int, Int64, Int, Bool)])
    func threshold(tables: Int, gigabytes: Int64, workers: Int, isShared: Bool) {
        let bytes = gigabytes << 30
        let threshold = sharingThreshold(total: bytes * Int64(tables), workers: workers)
        #expect((bytes > threshold) == isShared)
        #expect(threshold >= smallestShared)
    }

    @Test("cuts a table at its keys without a gap, open at both ends")
    func keys() {
        let parts = copyParts(table: 3, bytes: 900, bounds: [-5, 40])
        #expect(
            parts.map { $0.keys?.condition(onColumn: "Id") } == [
                "\"Id\" < -5", "\"Id\" >= -5 AND \"Id\" < 40", "\"Id\" >= 40",
            ])
        #expect(parts.allSatisfy { $0.table == 3 && $0.bytes == 300 && !$0.isWhole })
    }

    @Test("leaves a table whole for which no keys were found")
    func noKeys() {
        let parts = copyParts(table: 0, bytes: 900, bounds: [])
        #expect(parts == [CopyPart(table: 0, pages: nil, bytes: 900)])
        #expect(parts.map(\.isWhole) == [true])
    }
}
