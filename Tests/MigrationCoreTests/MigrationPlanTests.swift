import MigrationCore
import Testing

@Suite("MigrationPlan: the next step follows from what is seen")
struct MigrationPlanTests {
    private let plan = MigrationPlan()
    private let carrying = LinkFacts(
        slotPosition: LSN(position: 200), subscriptionExists: true, subscriptionIsEnabled: true,
        isCarrying: true)
    private let ready = LinkFacts(slotPosition: LSN(position: 50), subscriptionExists: true)

    private var caughtUp: MigrationObservation {
        var seen = MigrationObservation()
        seen.isBegun = true
        seen.epoch = "0/1"
        seen.copiedEpoch = "0/1"
        seen.builtEpoch = "0/1"
        seen.links = [Link(0): carrying, Link(1): ready]
        seen.lagBytes = 10
        return seen
    }

    @Test("begins by writing the journal, then copies, builds, links, catches up, verifies")
    func order() {
        var seen = MigrationObservation()
        #expect(plan.next(seen) == .begin)
        seen.isBegun = true
        #expect(plan.next(seen) == .copy)
        seen.epoch = "0/1"
        seen.copiedEpoch = "0/1"
        #expect(plan.next(seen) == .build)
        seen.builtEpoch = "0/1"
        seen.links = [Link(0): LinkFacts(slotPosition: LSN(position: 9))]
        #expect(plan.next(seen) == .link(.createSubscription(Link(0))))
        seen = caughtUp
        seen.lagBytes = 10 << 20
        #expect(plan.next(seen) == .catchUp)
        seen.lagBytes = nil
        #expect(plan.next(seen) == .catchUp)
        #expect(plan.next(caughtUp) == .verify)
        seen = caughtUp
        seen.verifiedEpoch = "0/1"
        #expect(plan.next(seen) == .ready)
    }

    @Test("run again after it was finished, it does not begin anew from the closed source")
    func finishedBefore() {
        var seen = MigrationObservation()
        seen.sourceIsClosed = true
        #expect(plan.next(seen) == .stop(.sourceIsClosed))
    }

    @Test("an attempt that was left open is settled before anything else")
    func openAttempt() {
        var seen = caughtUp
        let attempt = Attempt(number: 3, origin: .source)
        seen.openAttempt = attempt
        #expect(plan.next(seen) == .settle(attempt))
    }

    @Test("starts over when the slot, or the snapshot of an unfinished copy, is gone")
    func startsOver() {
        var lost = caughtUp
        lost.slotIsLost = true
        var gone = caughtUp
        gone.epoch = nil
        var unfinished = caughtUp
        unfinished.copiedEpoch = nil
        for seen in [lost, gone, unfinished] {
            guard case .startOver = plan.next(seen) else {
                Issue.record("\(plan.next(seen)) instead of starting over")
                continue
            }
        }
    }

    @Test("an unfinished copy goes on as long as its snapshots are kept")
    func goesOn() {
        var unfinished = caughtUp
        unfinished.copiedEpoch = nil
        unfinished.copyMayGoOn = true
        #expect(plan.next(unfinished) == .copy)
        unfinished.slotIsLost = true
        #expect(plan.next(unfinished) != .copy)
    }

    @Test("after a switchover a lost way back stops with the diagnosis and copies nothing")
    func wayBackLost() {
        var seen = caughtUp
        seen.switchovers = 1
        seen.links = [:]
        #expect(plan.next(seen) == .stop(.wayBackLost(Link(1))))
    }

    @Test("hazard 4: after a failover of either server every row is compared again, on either way")
    func failover() {
        var seen = caughtUp
        seen.verifiedEpoch = "0/1"
        seen.timelines = Timelines(source: "00000001", target: "00000001")
        seen.verifiedTimelines = seen.timelines
        #expect(plan.next(seen) == .ready)
        for timelines in [
            Timelines(source: "00000002", target: "00000001"),
            Timelines(source: "00000001", target: "00000002"),
        ] {
            var before = seen
            before.timelines = timelines
            #expect(plan.next(before) == .verify)
            var after = before
            after.switchovers = 1
            after.links = [Link(1): carrying, Link(2): ready]
            #expect(plan.next(after) == .verify)
            #expect(MigrationPlan(wantsWayBack: false).next(after) == .ready)
        }
    }

    @Test("timelines come back from their text")
    func timelines() {
        let timelines = Timelines(source: "00000001", target: "0000000A")
        #expect(Timelines(timelines.text) == timelines)
        #expect(Timelines("1") == nil)
        #expect(Timelines("1 2 3") == nil)
    }

    @Test("adds streams when one falls behind and there may be more, once")
    func fallsBehind() {
        var seen = caughtUp
        seen.lagBytes = 1 << 30
        seen.fallsBehind = true
        #expect(plan.next(seen) == .catchUp)
        seen.maySplit = true
        #expect(plan.next(seen) == .addStreams)
        seen.isSplit = true
        #expect(plan.next(seen) == .catchUp)
        seen.isSplit = false
        seen.fallsBehind = false
        #expect(plan.next(seen) == .catchUp)
    }

    @Test("a file that asks for streams has them before the first change is applied")
    func wantsStreams() {
        let plan = MigrationPlan(wantsStreams: true)
        var seen = caughtUp
        seen.links = [Link(0): LinkFacts(slotPosition: LSN(position: 9))]
        seen.maySplit = true
        #expect(plan.next(seen) == .addStreams)
        seen.isSplit = true
        #expect(plan.next(seen) == .link(.createSubscription(Link(0))))
        var one = seen
        one.maySplit = false
        one.isSplit = false
        #expect(plan.next(one) == .link(.createSubscription(Link(0))))
    }
}
