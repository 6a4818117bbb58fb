import Testing

@testable import ServerTestKit

@Suite("Schedule: when a client's transactions are due")
struct ScheduleTests {
    @Test("spreads all clients evenly over the second")
    func open() {
        let dues = (0..<4).flatMap { place in
            let schedule = Schedule(.open(perSecond: 100), from: at(1000), place: place, of: 4)
            return (1...25).map { schedule.due(Int64($0), now: at(0)) }
        }
        #expect(dues.sorted() == (0..<100).map { at(1000 + $0 * 10) })
    }

    @Test("does not move because a client is late")
    func lateness() {
        let schedule = Schedule(.open(perSecond: 10), from: at(0), place: 0, of: 1)
        #expect(schedule.due(3, now: at(99_000)) == at(200))
    }

    @Test("is always now when a client follows its own pace")
    func saturating() {
        let schedule = Schedule(.saturating, from: at(0), place: 2, of: 4)
        #expect(schedule.due(7, now: at(55)) == at(55))
    }
}
