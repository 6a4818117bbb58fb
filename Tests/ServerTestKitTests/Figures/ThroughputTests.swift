import Testing

@testable import ServerTestKit

@Suite("Throughput: a small picture of a switchover")
struct ThroughputTests {
    @Test("counts acknowledgements by the slice in which they came")
    func slices() {
        let records = [
            record(due: 0, ended: 0), record(due: 0, ended: 99), record(due: 0, ended: 100),
            record(due: 0, ended: 250, .failed(0)), record(due: 0, ended: 900),
            record(due: 0, ended: -1),
        ]
        let throughput = Throughput(records, from: at(0), to: at(350))
        #expect(throughput.counts == [2, 1, 0, 0])
    }

    @Test("draws a dot for a slice without any, and the fullest slice highest")
    func picture() {
        let counts = [8, 0, 1, 4, 8]
        let records = counts.enumerated().flatMap { slice, count in
            (0..<count).map { _ in record(due: 0, ended: slice * 100 + 50) }
        }
        let throughput = Throughput(records, from: at(0), to: at(500))
        #expect(throughput.sparkline == "█·▁▄█")
    }

    @Test("is empty for an empty window")
    func emptyWindow() {
        #expect(Throughput([record(due: 0, ended: 1)], from: at(5), to: at(5)).sparkline == "")
        #expect(Throughput([], from: at(5), to: at(1)).counts == [])
    }
}
