import MigrationCore
import Testing

@Suite("LinkPlan: one link carries, the next stands ready, and they never loop")
struct LinkPlanTests {
    private let afterOne = LinkPlan(
        carrying: Link(1), beginning: LSN(position: 100), wantsWayBack: true)
    private let carrying = LinkFacts(
        slotPosition: LSN(position: 200), subscriptionExists: true, subscriptionIsEnabled: true,
        isCarrying: true)
    private let ready = LinkFacts(slotPosition: LSN(position: 50), subscriptionExists: true)

    @Test("link numbers alternate between the two directions")
    func directions() {
        #expect(Link(0).publisher == .source)
        #expect(Link(1).publisher == .target)
        #expect(Link(2).subscriber == .target)
        #expect(Link(0).previous == nil)
    }

    @Test("after a switchover: stop the old link, pass what came through it, start the new one")
    func handover() {
        var facts: [Link: LinkFacts] = [Link(0): carrying, Link(1): ready]
        var steps: [LinkStep] = []
        while case .perform(let step) = afterOne.next({ facts[$0] ?? .absent }), steps.count < 20 {
            steps.append(step)
            perform(step, on: &facts)
        }
        #expect(
            steps == [
                .disable(Link(0)), .awaitStop(Link(0)), .dropSubscription(Link(0)),
                .advance(Link(1), to: LSN(position: 100)), .enable(Link(1)), .dropSlot(Link(0)),
                .createSlot(Link(2)), .createSubscription(Link(2)),
            ])
        #expect(afterOne.next { facts[$0] ?? .absent } == .settled)
    }

    private func perform(_ step: LinkStep, on facts: inout [Link: LinkFacts]) {
        switch step {
        case .createSlot(let link): facts[link, default: .absent].slotPosition = LSN(position: 300)
        case .createSubscription(let link): facts[link, default: .absent].subscriptionExists = true
        case .enable(let link): facts[link, default: .absent].subscriptionIsEnabled = true
        case .disable(let link): facts[link, default: .absent].subscriptionIsEnabled = false
        case .awaitStop(let link): facts[link, default: .absent].isCarrying = false
        case .dropSubscription(let link): facts[link, default: .absent].subscriptionExists = false
        case .dropSlot(let link): facts[link, default: .absent].slotPosition = nil
        case .advance(let link, let position):
            facts[link, default: .absent].slotPosition = position
        case .split(let link): facts[link, default: .absent].isWide = false
        }
    }

    @Test("never starts the new link while the old one may still carry")
    func noLoop() {
        let stillRunning = LinkFacts(
            slotPosition: LSN(position: 9), subscriptionExists: true, subscriptionIsEnabled: false,
            isCarrying: true)
        let next = afterOne.next { $0 == Link(0) ? stillRunning : ready }
        #expect(next == .perform(.awaitStop(Link(0))))
    }

    @Test("says so when the slot that should carry is gone or was given up")
    func broken() {
        #expect(afterOne.next { _ in .absent } == .broken(Link(1)))
        let lost = LinkFacts(slotPosition: LSN(position: 1), slotIsLost: true)
        #expect(afterOne.next { $0 == Link(1) ? lost : .absent } == .broken(Link(1)))
    }

    @Test("without a way back nothing stands ready in the other direction")
    func oneWay() {
        let plan = LinkPlan(carrying: Link(0), beginning: nil, wantsWayBack: false)
        #expect(plan.next { $0 == Link(0) ? carrying : .absent } == .settled)
    }

    @Test("a way back whose slot was given up is made anew")
    func renewsWayBack() {
        let plan = LinkPlan(carrying: Link(0), beginning: nil, wantsWayBack: true)
        let lost = LinkFacts(
            slotPosition: LSN(position: 1), slotIsLost: true, subscriptionExists: true)
        #expect(
            plan.next { $0 == Link(0) ? carrying : lost } == .perform(.dropSlot(Link(1))))
    }

    @Test("streams are added while nothing is carried: switched off, stopped, split, switched on")
    func split() {
        var wide = carrying
        wide.isWide = true
        var following = ready
        following.isWide = true
        var facts: [Link: LinkFacts] = [Link(0): wide, Link(1): following]
        let plan = LinkPlan(carrying: Link(0), beginning: nil, wantsWayBack: true)
        var steps: [LinkStep] = []
        while case .perform(let step) = plan.next({ facts[$0] ?? .absent }), steps.count < 20 {
            steps.append(step)
            perform(step, on: &facts)
        }
        #expect(
            steps == [
                .disable(Link(0)), .awaitStop(Link(0)), .split(Link(0)), .enable(Link(0)),
                .split(Link(1)),
            ])
    }

    @Test("a stream whose slot is gone breaks its link, and is never made anew in passing")
    func lostStream() {
        var broken = carrying
        broken.slotPosition = nil
        let plan = LinkPlan(carrying: Link(0), beginning: nil, wantsWayBack: false)
        #expect(plan.next { _ in broken } == .broken(Link(0)))
    }
}
