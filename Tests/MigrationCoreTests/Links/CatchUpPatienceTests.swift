import MigrationCore
import Testing

@Suite("CatchUpPatience: slow is not the same as stopped")
struct CatchUpPatienceTests {
    private func looks(
        _ looks: [(applied: UInt64?, lag: UInt64?, at: Int)]
    ) -> [CatchUpPatience.Verdict] {
        var patience = CatchUpPatience(limit: .seconds(60))
        return looks.map { look in
            patience.look(
                applied: look.applied.map { LSN(position: $0) }, lag: look.lag,
                at: .seconds(look.at))
        }
    }

    @Test("whoever applies something, however slowly, is waited for")
    func slow() {
        let verdicts = looks([
            (1, 900, 0), (1, 950, 59), (2, 990, 61), (2, 999, 119), (3, 999, 122),
        ])
        #expect(verdicts.allSatisfy { $0 == .going })
    }

    @Test("a worker that comes and goes and applies nothing has stopped, after a minute")
    func stopped() {
        let verdicts = looks([(1, 900, 0), (1, nil, 5), (1, 900, 59), (1, 900, 60)])
        #expect(verdicts == [.going, .going, .going, .stopped(.seconds(60))])
    }

    @Test("without any worker from the start it has stopped too")
    func never() {
        #expect(looks([(nil, nil, 3), (nil, nil, 63)]) == [.going, .stopped(.seconds(60))])
    }

    @Test("a worker that stays and applies nothing is blocked, and that is said once a minute")
    func blocked() {
        let verdicts = looks([(1, 900, 0), (1, 900, 60), (1, 900, 61), (1, 900, 120)])
        #expect(
            verdicts == [.going, .blocked(.seconds(60)), .going, .blocked(.seconds(60))])
    }

    @Test("three failures without anything applied are enough, and two before progress are not")
    func errors() {
        var patience = CatchUpPatience(limit: .seconds(60))
        func look(_ applied: UInt64, _ errors: Int, _ at: Int) -> CatchUpPatience.Verdict {
            patience.look(
                applied: LSN(position: applied), lag: 900, errors: errors, at: .seconds(at))
        }
        #expect(look(1, 5, 0) == .going)
        #expect(look(1, 7, 1) == .going)
        #expect(look(2, 8, 2) == .going)
        #expect(look(2, 10, 3) == .going)
        #expect(look(2, 11, 4) == .stopped(.seconds(2)))
    }
}
