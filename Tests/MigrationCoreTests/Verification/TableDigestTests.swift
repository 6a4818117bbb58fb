import MigrationCore
import Testing

@Suite("Verification: a difference is one only when nothing else explains it")
struct TableDigestTests {
    private typealias Row = RowDifferences.Row
    private let one = Row(key: ["1"])
    private let two = Row(key: ["2"])

    @Test("names the buckets whose counts or sums differ, on either side")
    func buckets() {
        let source = TableDigest(buckets: [
            1: .init(rows: 2, sum: "10"), 2: .init(rows: 1, sum: "7"), 3: .init(rows: 1, sum: "1"),
        ])
        let target = TableDigest(buckets: [
            1: .init(rows: 2, sum: "10"), 2: .init(rows: 1, sum: "8"), 4: .init(rows: 1, sum: "1"),
        ])
        #expect(source.differingBuckets(from: target) == [2, 3, 4])
        #expect(source.differingBuckets(from: source) == [])
        #expect(source.rows == 4)
    }

    @Test("a row that arrives later is no difference")
    func arrivesLater() {
        var rows = RowDifferences(source: [one: "a", two: "x"], target: [two: "x"])
        #expect(rows.pending == [one])
        rows.look(source: [one: "b"], target: [one: "b"])
        #expect(rows.isSettled)
        #expect(rows.proven.isEmpty)
    }

    @Test("a row that is missing although its source stands still is a difference, by key")
    func missing() {
        var rows = RowDifferences(source: [one: "a"], target: [:])
        for _ in 1...3 { rows.look(source: [one: "a"], target: [:]) }
        #expect(rows.proven == [one])
    }

    @Test("a row too many on the target is a difference")
    func extra() {
        var rows = RowDifferences(source: [:], target: [one: "a"])
        for _ in 1...3 { rows.look(source: [:], target: [one: "a"]) }
        #expect(rows.proven == [one])
    }

    @Test("a row that changes at every look stays in motion and is no difference")
    func inMotion() {
        var rows = RowDifferences(source: [one: "a"], target: [one: "b"])
        for look in 0..<50 { rows.look(source: [one: "s\(look)"], target: [one: "t\(look)"]) }
        #expect(rows.proven.isEmpty)
        #expect(rows.pending == [one])
    }

    @Test("a row changed and changed back between two looks is not called different at once")
    func changedBack() {
        var rows = RowDifferences(source: [one: "a"], target: [one: "b"])
        rows.look(source: [one: "a"], target: [one: "b"])
        #expect(rows.proven.isEmpty)
        rows.look(source: [one: "a"], target: [one: "a"])
        #expect(rows.isSettled)
    }
}
