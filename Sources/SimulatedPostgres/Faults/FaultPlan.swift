/// Which faults a world suffers, and when: data, decided before it begins.
package struct FaultPlan: Sendable {
    package struct Strike: Sendable {
        package let time: Milliseconds
        package let fault: Fault
    }

    /// Which fault meets the n-th piece of work, whatever the dice say.
    package var aimed: [Int: Fault] = [:]
    /// How many pieces of work out of a thousand meet a fault.
    package var perMille = 0
    /// What they meet: each fault as often as its weight.
    package var ofWork: [Fault] = []
    package var strikes: [Strike] = []
    /// From then on nothing more goes wrong.
    package var quietAt: Milliseconds = 0

    package static let none = FaultPlan()

    /// - Parameter work: how the work of every process is counted, from 1 on.
    package static func only(_ fault: Fault, atWork work: Int) -> FaultPlan {
        var plan = FaultPlan()
        plan.aimed[work] = fault
        return plan
    }

    package init() {}

    /// Swarm weights: a seed that favours few faults goes deeper than one that has them all.
    init(_ dice: inout Dice) {
        perMille = dice.pick([0, 15, 40, 80, 150])
        quietAt = dice.within(1000...4000)
        for fault in Fault.ofWork {
            ofWork += [Fault](repeating: fault, count: dice.pick([0, 0, 1, 4]))
        }
        if ofWork.isEmpty { perMille = 0 }
        strikes = Self.strikes(until: quietAt, &dice)
    }

    /// Nothing but these faults, and many of them.
    package init(favouring faults: [Fault], seed: Int) {
        var dice = Dice(seed: seed)
        perMille = 150
        quietAt = 2500
        ofWork = faults.filter(Fault.ofWork.contains)
        if ofWork.isEmpty { perMille = 0 }
        for fault in faults where Fault.ofTheWorld.contains(fault) {
            for _ in 0..<4 { strikes.append(Strike(time: dice.below(quietAt), fault: fault)) }
        }
    }

    private static func strikes(until quietAt: Milliseconds, _ dice: inout Dice) -> [Strike] {
        var strikes: [Strike] = []
        let favoured = (0..<3).map { _ in dice.pick(Fault.ofTheWorld) }
        for _ in 0..<dice.below(8) {
            let fault =
                dice.happens(perMille: 600) ? dice.pick(favoured) : dice.pick(Fault.ofTheWorld)
            strikes.append(Strike(time: dice.below(quietAt), fault: fault))
        }
        return strikes
    }
}
