import Testing

@testable import ServerTestKit

@Suite("ClientFigures: what clients felt between two instants")
struct ClientFiguresTests {
    let records = [
        record(1, 1, due: 0, ended: 2),
        record(1, 2, due: 100, sent: 110, ended: 130),
        record(2, 1, due: 120, ended: 125, .failed(0)),
        record(2, 2, due: 150, ended: 180, .unknown(0)),
        record(1, 3, due: 200, ended: 203),
    ]

    @Test("counts the transactions that were due in the window, by their outcome")
    func outcomes() {
        let figures = ClientFigures(records, from: at(100), to: at(200))
        #expect(figures.acknowledged == 1)
        #expect(figures.failed == 1)
        #expect(figures.unknown == 1)
    }

    @Test("keeps the wait since a transaction was due apart from the time since it was sent")
    func latencies() {
        let figures = ClientFigures(records, from: at(100), to: at(200))
        #expect(figures.sinceDue?.longest == .milliseconds(30))
        #expect(figures.sinceSent?.longest == .milliseconds(20))
    }

    @Test("tells the longest gap over all clients and the longest of one")
    func gaps() {
        let figures = ClientFigures(records, from: at(0), to: at(300))
        #expect(figures.longestGap?.length == .milliseconds(30))
        #expect(figures.longestGapOfOneClient?.length == .milliseconds(30))
    }

    @Test("says nothing about a window in which nothing was due")
    func empty() {
        let figures = ClientFigures(records, from: at(5000), to: at(6000))
        #expect(figures.acknowledged == 0)
        #expect(figures.sinceDue == nil)
        #expect(figures.longestGap == nil)
    }
}
