import Testing

@testable import ServerTestKit

@Suite("WorkloadRecords: what several clients saw, in one")
struct WorkloadRecordsTests {
    typealias Failure = WorkloadRecords.Failure

    @Test("keeps each failure with its own reason when records are joined")
    func joining() {
        let full = Failure(sqlState: "53300", message: "full")
        let gone = Failure(sqlState: nil, message: "gone")
        var all = WorkloadRecords(
            transactions: [record(1, 1, due: 0, ended: 1, .failed(0))], failures: [full],
            refusals: ["no": 1])
        all.add(
            WorkloadRecords(
                transactions: [
                    record(2, 1, due: 0, ended: 1, .unknown(0)), record(2, 2, due: 0, ended: 1),
                ], failures: [gone], refusals: ["no": 2]))
        #expect(all.transactions.map(all.failure(of:)) == [full, gone, nil])
        #expect(all.failureCounts == [full: 1, gone: 1])
        #expect(all.acknowledged == 1)
        #expect(all.refusals == ["no": 3])
    }

    @Test("holds every reason once")
    func places() {
        var records = WorkloadRecords()
        let places = ["a", "b", "a"].map {
            records.place(of: Failure(sqlState: nil, message: $0))
        }
        #expect(places == [0, 1, 0])
    }
}
