import Testing

@testable import ServerTestKit

/// Goal: no lost, doubled or invented row escapes the judge.
/// Method: made-up records against made-up rows.
@Suite("LedgerReport: what clients saw against what a server holds")
struct LedgerReportTests {
    let story = [
        record(1, 1, due: 0, ended: 1), record(1, 2, due: 1, ended: 2),
        record(2, 1, due: 0, ended: 1, .failed(0)), record(2, 2, due: 1, ended: 2, .unknown(0)),
    ]

    @Test("is clean when every acknowledged row is there once")
    func clean() {
        let report = LedgerReport(story, rows: [entry(1, 2), entry(1, 1)])
        #expect(report.isClean)
        #expect(report.acknowledged == 2)
        #expect(report.unknownAndAbsent.count == 1)
    }

    @Test("names acknowledged rows that are not there")
    func lost() {
        let report = LedgerReport(story, rows: [entry(1, 1)])
        #expect(!report.isClean)
        #expect(report.lost.samples == [entry(1, 2)])
        #expect(report.description.contains("1 lost (client 1 number 2)"))
    }

    @Test("names rows that are there twice, also those of other clients")
    func duplicated() {
        let rows = [entry(1, 1), entry(1, 2), entry(1, 2), entry(9, 9), entry(9, 9)]
        let report = LedgerReport(story, rows: rows)
        #expect(!report.isClean)
        #expect(report.rows == 5)
        #expect(report.duplicated.samples == [entry(1, 2), entry(9, 9)])
        #expect(report.strangers.samples == [entry(9, 9)])
    }

    @Test("forgives a row whose outcome its client never learnt, and says that it is there")
    func unknown() {
        let report = LedgerReport(story, rows: [entry(1, 1), entry(1, 2), entry(2, 2)])
        #expect(report.isClean)
        #expect(report.unknownAndPresent.samples == [entry(2, 2)])
        #expect(report.unknownAndAbsent.count == 0)
    }

    @Test("does not forgive a row that its client was told was refused")
    func refused() {
        let report = LedgerReport(story, rows: [entry(1, 1), entry(1, 2), entry(2, 1)])
        #expect(!report.isClean)
        #expect(report.refusedButPresent.samples == [entry(2, 1)])
    }

    @Test("counts all and shows the first ten")
    func samples() {
        let many = (1...500).map { record(1, $0, due: 0, ended: 1) }
        let report = LedgerReport(many.reversed(), rows: [])
        #expect(report.lost.count == 500)
        #expect(report.lost.samples == (1...10).map { entry(1, $0) })
    }

    @Test("has nothing to say about nothing")
    func nothing() {
        let report = LedgerReport([], rows: [])
        #expect(report.isClean)
        #expect(report.description == "0 acknowledged, 0 rows, 0 lost, 0 duplicated")
    }
}
