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

    @Test("cuts a large table into ranges that cover it without a gap, open at the end")
    func ranges() {
        let parts = copyParts(
            table: 0, bytes: 1 << 30, pages: 131_072, splittable: true, jobs: 4)
        let ranges = parts.compactMap(\.pages).sorted { $0.lowerBound < $1.lowerBound }
        #expect(ranges.count > 1)
        #expect(ranges.first?.lowerBound == 0)
        #expect(ranges.last?.upperBound == Int64(UInt32.max))
        for (left, right) in zip(ranges, ranges.dropFirst()) {
            #expect(left.upperBound == right.lowerBound)
        }
    }

    @Test(
        "leaves small tables, and those that cannot be cut, whole",
        arguments: [
            (1 << 20, true), (1 << 30, false),
        ])
    func whole(_ bytes: Int, _ splittable: Bool) {
        let parts = copyParts(
            table: 0, bytes: Int64(bytes), pages: 1000, splittable: splittable, jobs: 4)
        #expect(parts == [CopyPart(table: 0, pages: nil, bytes: Int64(bytes))])
    }

    @Test(
        "cuts into whole rounds of the workers, so that none is left over for one of them",
        arguments: [
            (97, 2, 2), (150, 2, 4), (256, 2, 6), (256, 4, 8), (5000, 2, 8), (100, 8, 8),
            (500, 1, 1),
        ])
    func rounds(megabytes: Int64, jobs: Int, count: Int) {
        #expect(copyPartCount(bytes: megabytes << 20, jobs: jobs) == count)
    }

    @Test(
        "keeps a table whole whose share of its database is less than a quarter of a worker's",
        arguments: [
            (tables: 100, gigabytes: 1, jobs: 4, count: 1), (2, 1, 4, 16), (16, 1, 4, 1),
            (15, 1, 4, 4), (1, 1, 1, 1), (1, 0, 4, 1),
        ] as [(Int, Int64, Int, Int)])
    func shares(tables: Int, gigabytes: Int64, jobs: Int, count: Int) {
        let bytes = gigabytes << 30
        let threshold = splitThreshold(total: bytes * Int64(tables), jobs: jobs)
        #expect(copyPartCount(bytes: bytes, jobs: jobs, threshold: threshold) == count)
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
