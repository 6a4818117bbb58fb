import MigrationCore
import Testing

@Suite("CatchUpPace: a subscriber that works and falls behind is told from any other")
struct CatchUpPaceTests {
    private func judge(_ looks: [(seconds: Int, lag: UInt64?, applied: UInt64)]) -> [Bool] {
        var pace = CatchUpPace(window: .seconds(10), smallest: 100, longest: .seconds(600))
        return looks.map {
            pace.look(lag: $0.lag, applied: LSN(position: $0.applied), at: .seconds($0.seconds))
        }
    }

    @Test("a lag that grows while changes are applied is falling behind")
    func grows() {
        #expect(judge([(0, 1000, 1), (5, 1200, 2), (10, 1400, 3)]) == [false, false, true])
    }

    @Test("a lag that shrinks in good time is catching up")
    func shrinks() {
        #expect(judge([(0, 1000, 1), (10, 800, 2), (20, 500, 3)]) == [false, false, false])
    }

    @Test("a lag that would take hours to go is falling behind")
    func slow() {
        #expect(judge([(0, 100_000, 1), (10, 99_900, 2)]) == [false, true])
    }

    @Test("a subscriber that applies nothing waits for something: more workers would wait too")
    func blocked() {
        #expect(judge([(0, 1000, 1), (10, 2000, 1), (20, 3000, 1)]) == [false, false, false])
    }

    @Test("one that does not run, or has little to do, is none")
    func absent() {
        #expect(judge([(0, nil, 1), (10, nil, 2), (20, nil, 3)]) == [false, false, false])
        #expect(judge([(0, 10, 1), (10, 20, 2), (20, 90, 3)]) == [false, false, false])
        #expect(judge([(0, 1000, 1), (5, nil, 1), (10, 2000, 2)]) == [false, false, false])
    }
}
