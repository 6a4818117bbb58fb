import MigrationCore
import Testing

/// Goal: writes move to the other side exactly once, or stay. Method: each story is a list of
/// events; what the machine asks for next is compared after each of them.
@Suite("Switchover: moves writes once, or gives them back")
struct SwitchoverTests {
    private let seal = Seal(end: LSN(position: 0x300))

    private func machine(after events: [Switchover.Event]) -> Switchover {
        var switchover = Switchover(from: .source)
        events.forEach { switchover.apply($0) }
        return switchover
    }

    private var toDecision: [Switchover.Event] {
        [
            .requested, .done(.begin), .done(.holdTraffic), .done(.fenceOrigin), .done(.drain),
            .sealed(seal),
        ]
    }

    @Test("walks from the request to the released traffic, one effect after another")
    func straight() {
        var switchover = Switchover(from: .source)
        switchover.apply(.requested)
        var effects: [Switchover.Effect] = []
        while let effect = switchover.next {
            effects.append(effect)
            switch effect {
            case .seal: switchover.apply(.sealed(seal))
            case .decide: switchover.apply(.decided(.switched))
            default: switchover.apply(.done(effect))
            }
        }
        #expect(
            effects == [
                .begin, .holdTraffic, .fenceOrigin, .drain, .seal, .decide(seal),
                .openDestination, .redirectTraffic, .releaseTraffic,
            ])
        #expect(switchover.state == .switched)
    }

    @Test(
        "asks what stands when the deadline passes before the decision", arguments: 1...5)
    func deadline(_ eventsSoFar: Int) {
        var switchover = machine(after: Array(toDecision.prefix(eventsSoFar)))
        switchover.apply(.deadlinePassed)
        #expect(switchover.next == .settle)
    }

    @Test("a deadline cannot call back a decision that is under way")
    func deadlineWhileDeciding() {
        var switchover = machine(after: toDecision)
        switchover.apply(.deadlinePassed)
        #expect(switchover.next == .decide(seal))
    }

    @Test("when the answer to the decision is lost, what the row says is done")
    func lostAnswer() {
        for (decision, following) in [
            (Switchover.Decision.switched, Switchover.Effect.openDestination),
            (.abandoned, .reopenOrigin),
        ] {
            var switchover = machine(after: toDecision + [.failed(.decide(seal), "lost")])
            #expect(switchover.next == .settle)
            switchover.apply(.failed(.settle, "still unreachable"))
            #expect(switchover.next == .settle)
            switchover.apply(.decided(decision))
            #expect(switchover.next == following)
        }
    }

    @Test("gives back when somebody settled the attempt before the decision was written")
    func overtaken() {
        var switchover = machine(after: toDecision + [.decided(.abandoned)])
        for effect in [Switchover.Effect.reopenOrigin, .restoreTraffic, .resumeTraffic] {
            #expect(switchover.next == effect)
            switchover.apply(.done(effect))
        }
        #expect(switchover.state == .abandoned(.settledElsewhere))
    }

    @Test("beyond the decision only the answer to what is asked for counts")
    func onlyItsOwnAnswer() {
        var switchover = machine(after: toDecision + [.decided(.switched)])
        switchover.apply(.done(.fenceOrigin))
        switchover.apply(.done(.releaseTraffic))
        #expect(switchover.next == .openDestination)
    }

    @Test("beyond the decision nothing leads back, whatever fails")
    func onlyForward() {
        var switchover = machine(after: toDecision + [.decided(.switched)])
        for effect in [Switchover.Effect.openDestination, .redirectTraffic, .releaseTraffic] {
            for event in [
                Switchover.Event.deadlinePassed, .failed(effect, "no"), .decided(.abandoned),
                .requested,
            ] {
                switchover.apply(event)
                #expect(switchover.next == effect)
            }
            switchover.apply(.done(effect))
        }
        #expect(switchover.state == .switched)
    }

    @Test("giving back opens the origin before it lets traffic go, and repeats until done")
    func givesBack() {
        var switchover = machine(
            after: Array(toDecision.prefix(3)) + [.failed(.fenceOrigin, "lock timeout")])
        switchover.apply(.decided(.abandoned))
        for effect in [Switchover.Effect.reopenOrigin, .restoreTraffic, .resumeTraffic] {
            switchover.apply(.failed(effect, "once"))
            #expect(switchover.next == effect)
            switchover.apply(.done(effect))
        }
        #expect(switchover.state == .abandoned(.failed(.fenceOrigin, "lock timeout")))
    }

    @Test("a guard or a later run begins by asking, and does what the row says")
    func settles() {
        var forward = Switchover(settling: .target, because: .interrupted)
        #expect(forward.next == .settle)
        forward.apply(.decided(.switched))
        #expect(forward.next == .openDestination)
        #expect(forward.destination == .source)
        var back = Switchover(settling: .target, because: .interrupted)
        back.apply(.decided(.abandoned))
        #expect(back.next == .reopenOrigin)
    }

    @Test("late and repeated replies change nothing")
    func lateReplies() {
        var switchover = machine(after: Array(toDecision.prefix(4)))
        let before = switchover
        switchover.apply(.done(.begin))
        switchover.apply(.done(.holdTraffic))
        switchover.apply(.failed(.fenceOrigin, "late"))
        #expect(switchover == before)
    }
}
