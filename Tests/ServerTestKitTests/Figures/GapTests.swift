import Testing

@testable import ServerTestKit

/// Goal: the number that a switchover is judged by counts waiting, and nothing but waiting.
/// Method: timetables of few transactions whose longest wait is plain to see.
@Suite("Gap: the longest wait without any acknowledgement")
struct GapTests {
    func longest(_ records: [TransactionRecord], _ from: Int = 0, _ to: Int = 10_000) -> Gap? {
        Gap.longest(in: records, from: at(from), to: at(to))
    }

    @Test("does not count time in which nobody wanted to write")
    func idleTime() {
        let gap = longest([record(due: 0, ended: 5), record(1, 2, due: 900, ended: 903)])
        #expect(gap == Gap(start: at(0), end: at(5)))
    }

    @Test("counts from the instant a transaction was due, not from when it was sent")
    func lateSender() {
        let gap = longest([record(due: 100, sent: 390, ended: 400)])
        #expect(gap?.length == .milliseconds(300))
    }

    @Test("ends with any client's acknowledgement")
    func anotherClient() {
        let gap = longest([record(1, due: 0, ended: 100), record(2, due: 10, ended: 40)])
        #expect(gap == Gap(start: at(40), end: at(100)))
    }

    @Test("does not end with an error, nor with a lost answer")
    func errors() {
        let gap = longest([
            record(1, 1, due: 0, ended: 50, .failed(0)),
            record(1, 2, due: 40, ended: 80, .unknown(0)),
            record(1, 3, due: 80, ended: 200),
        ])
        #expect(gap == Gap(start: at(0), end: at(200)))
    }

    @Test("reaches over the attempts of one client while another one waits")
    func overlapping() {
        let gap = longest([
            record(1, 1, due: 0, ended: 10), record(2, 1, due: 5, ended: 500),
            record(1, 2, due: 20, ended: 495), record(1, 3, due: 495, ended: 501),
        ])
        #expect(gap == Gap(start: at(10), end: at(495)))
    }

    @Test("is cut where the window ends, whatever lies outside")
    func window() {
        let records = [record(1, 1, due: 0, ended: 400), record(1, 2, due: 400, ended: 1000)]
        #expect(longest(records, 300, 500) == Gap(start: at(300), end: at(400)))
        #expect(longest(records, 450, 600)?.length == .milliseconds(150))
        #expect(longest(records, 2000, 3000) == nil)
    }

    @Test("names the client that waited longest, the lower number when two did")
    func oneClient() throws {
        let records = [
            record(3, 1, due: 0, ended: 100), record(2, 1, due: 50, ended: 150),
            record(1, 1, due: 0, ended: 20),
        ]
        let found = try #require(
            Gap.longestOfOneClient(in: records, from: at(0), to: at(1000)))
        #expect(found.client == 2)
        #expect(found.gap.length == .milliseconds(100))
    }

    @Test("is nothing when nothing was due")
    func nothing() {
        #expect(longest([]) == nil)
        #expect(Gap.longestOfOneClient(in: [], from: at(0), to: at(1)) == nil)
    }

    @Test("agrees with asking every millisecond, for random timetables", arguments: 0..<50)
    func againstTheObvious(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let records = (0..<12).map { number in
            let due = Int.random(in: 0..<200, using: &random)
            let good = Int.random(in: 0..<3, using: &random) > 0
            return record(
                1, Int64(number), due: due,
                ended: due + Int.random(in: 1...40, using: &random),
                good ? .acknowledged : .failed(0))
        }
        #expect(longest(records, 0, 300)?.length == .milliseconds(obvious(records, 300)))
    }

    /// Walks along the timetable millisecond by millisecond.
    private func obvious(_ records: [TransactionRecord], _ end: Int) -> Int {
        var longest = 0
        var current = 0
        for time in 0..<end {
            let someoneWaits = records.contains { $0.due <= at(time) && at(time) < $0.ended }
            current = someoneWaits ? current + 1 : 0
            longest = max(longest, current)
            if records.contains(where: { $0.isAcknowledged && $0.ended == at(time + 1) }) {
                current = 0
            }
        }
        return longest
    }
}
