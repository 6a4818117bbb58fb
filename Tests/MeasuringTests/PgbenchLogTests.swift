import Measuring
import Testing

@Suite("pgbench's log: what clients felt")
struct PgbenchLogTests {
    private let log = PgbenchLog([
        "0 1 5000 0 100 0\n0 2 7000 0 100 250000\n0 3 9000 0 101 0\n",
        "1 1 4000 0 100 100000 12\n1 2 failed 0 100 150000\n1 3 60",
    ])

    @Test("reads every thread's transactions, in the order in which they ended")
    func reading() {
        #expect(log.transactions.map(\.ended) == [100, 100.1, 100.25, 101])
        #expect(log.transactions.map(\.latency) == [5, 4, 7, 9])
    }

    @Test("the longest gap counts from and to the ends of the window")
    func gaps() {
        #expect(abs(log.longestGap(from: 99.9, to: 101.1).milliseconds - 750) < 0.001)
        #expect(abs(log.longestGap(from: 99, to: 100.3).milliseconds - 1000) < 0.001)
        #expect(abs(log.longestGap(from: 200, to: 201).milliseconds - 1000) < 0.001)
    }

    @Test("a rate and latencies are of the window alone")
    func windows() {
        #expect(log.rate(from: 100.05, to: 100.55) == 4)
        #expect(log.latencies(from: 100, to: 100.25) == [4, 7])
    }
}
