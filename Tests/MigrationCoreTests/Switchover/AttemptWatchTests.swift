import MigrationCore
import Testing

/// Goal: an attempt whose program and guard are gone is settled soon, and one that is minded is left
/// alone. Method: looks at given instants, and what is due after each of them.
@Suite("AttemptWatch: settles what nobody minds, and nothing else")
struct AttemptWatchTests {
    private let attempt = Attempt(number: 3, origin: .source)

    private func due(
        _ looks: [(AttemptWatch.Look, seconds: Double)], patience: Duration = .seconds(5)
    ) -> [Attempt?] {
        var watch = AttemptWatch(patience: patience)
        return looks.map { watch.apply($0.0, at: .seconds($0.seconds)) }
    }

    @Test("nothing is due while none is open, however long")
    func quiet() {
        #expect(due([(.quiet, 0), (.quiet, 100)]) == [nil, nil])
    }

    @Test("an attempt without anybody is due at the second look")
    func unminded() {
        let looks = [
            (AttemptWatch.Look.open(attempt, isMinded: false), seconds: 0.0),
            (.open(attempt, isMinded: false), 0.2),
        ]
        #expect(due(looks) == [nil, attempt])
    }

    @Test("one look without a session is not enough: it may be opening again")
    func blink() {
        let looks = [false, true, false, true].enumerated().map {
            (AttemptWatch.Look.open(attempt, isMinded: $0.element), seconds: Double($0.offset) / 5)
        }
        #expect(due(looks) == [nil, nil, nil, nil])
    }

    @Test("an attempt that is minded is due when its time is over, and not before")
    func overdue() {
        let looks = [0.0, 5.0, 5.1].map {
            (AttemptWatch.Look.open(attempt, isMinded: true), seconds: $0)
        }
        #expect(due(looks) == [nil, nil, attempt])
    }

    @Test("the next attempt has a time of its own")
    func next() {
        let following = Attempt(number: 4, origin: .target)
        let looks = [
            (AttemptWatch.Look.open(attempt, isMinded: true), seconds: 0.0),
            (.quiet, 4), (.open(following, isMinded: true), 6),
            (.open(following, isMinded: true), 10),
        ]
        #expect(due(looks) == [nil, nil, nil, nil])
    }

    @Test("a server that does not answer neither settles an attempt nor gives it more time")
    func unknown() {
        let looks = [
            (AttemptWatch.Look.open(attempt, isMinded: true), seconds: 0.0), (.unknown, 6),
            (.open(attempt, isMinded: true), 6.2),
        ]
        #expect(due(looks) == [nil, nil, attempt])
    }
}
