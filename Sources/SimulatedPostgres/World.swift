import MigrationCore

/// Two servers, a pooler, clients, an operator, runs of the program and their guards, and a clock.
///
/// It decides nothing about the migration: what its processes do next they ask of `MigrationPlan`,
/// `LinkPlan` and `Switchover`. One seed makes one course of events.
final class World {
    let scenario: Scenario
    let faults: FaultPlan
    let laws: Set<Law>
    let plan: MigrationPlan
    let source: ModelServer
    let target: ModelServer
    var now: Milliseconds = 0
    var agenda = Agenda()
    var dice: Dice
    var pooler = ModelPooler()
    var clients: [ModelClient] = []
    var ledger = Ledger()
    var clientsWrite = true
    var nextSession = 0
    var applyFactor = 1
    var nextTransactionIsLong = false

    var processes: [ModelProcess] = []
    var errands: [Int: Errand] = [:]
    var nextErrand = 0
    /// The run that holds the migration's lock, a session's lock on the source.
    var lockHolder: Int?
    /// Rows of exported snapshots, by the copy that exported them.
    var copied: [Int: Set<Int>] = [:]
    var goals: [Goal]
    var wayBackIsLost = false
    /// The journals were cleared away.
    var wasCleared = false
    /// Somebody who had never seen the migration that was cleared away began another.
    var isBegunAgain = false

    /// The side that serves, as the decisions that were written say.
    var serving = Side.source
    var verdicts: [String: Switchover.Decision] = [:]
    var heldFor: Milliseconds = 0
    var violation: Violation?
    var isOver = false
    var coverage = Coverage()
    var trace: [String]?

    init(_ scenario: Scenario, _ faults: FaultPlan, _ laws: Set<Law>, dice: Dice, traces: Bool) {
        self.scenario = scenario
        self.faults = faults
        self.laws = laws
        self.dice = dice
        source = ModelServer(.source, parts: scenario.parts)
        target = ModelServer(.target, parts: scenario.parts)
        plan = MigrationPlan(
            wantsWayBack: scenario.wantsWayBack, readyLagBytes: 12,
            wantsStreams: scenario.wantsStreams)
        goals = scenario.goals
        trace = traces ? [] : nil
    }

    subscript(side: Side) -> ModelServer { side == .source ? source : target }

    func schedule(_ happening: Happening, after delay: Milliseconds) {
        agenda.add(happening, at: now + delay)
    }

    func tell(_ line: @autoclosure () -> String) {
        if trace != nil { trace?.append("\(now)\t\(line())") }
    }

    func strike(_ fault: Fault, _ place: @autoclosure () -> String) {
        coverage.faults[fault, default: 0] += 1
        tell("! \(fault.rawValue): \(place())")
    }
}
