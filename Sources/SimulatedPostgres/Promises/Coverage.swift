/// What really happened: a simulation that never went there has shown nothing about it.
package struct Coverage: Sendable {
    package var states: Set<String> = []
    package var effects: Set<String> = []
    package var work: Set<String> = []
    package var steps: Set<String> = []
    package var endings: Set<String> = []
    package var reasons: Set<String> = []
    package var faults: [Fault: Int] = [:]
    package var switchovers = 0
    package var abandoned = 0
    package var acknowledged = 0
    package var worlds = 0
    package var longestHold: Milliseconds = 0

    package init() {}

    package mutating func merge(_ other: Coverage) {
        states.formUnion(other.states)
        effects.formUnion(other.effects)
        work.formUnion(other.work)
        steps.formUnion(other.steps)
        endings.formUnion(other.endings)
        reasons.formUnion(other.reasons)
        faults.merge(other.faults, uniquingKeysWith: +)
        switchovers += other.switchovers
        abandoned += other.abandoned
        acknowledged += other.acknowledged
        worlds += other.worlds
        longestHold = max(longestHold, other.longestHold)
    }
}
