import MigrationCore
import SimulatedPostgres
import Testing

/// Goal: a run that is killed at any instant, or hears nothing, ends as the run that was not.
/// Method: one quiet world there and back; then the same with one fault at each piece
/// of work in turn.
@Suite("Killed anywhere: the same command goes on")
struct KilledAnywhereTests {
    private let scenario = Scenario(seed: 1, goals: [.serve(.target), .serve(.source), .finish])

    @Test("a quiet world keeps its promises in as many steps as it needs")
    func quiet() {
        let report = Simulation().run(scenario, .none)
        #expect(report.violation == nil)
        #expect(report.coverage.switchovers == 2)
        #expect(report.coverage.abandoned == 0)
    }

    @Test("one fault at each piece of work changes nothing in the end", arguments: Fault.ofWork)
    func sweep(_ fault: Fault) { sweep(fault, scenario) }

    @Test("the same with streams that are added on the way", arguments: Fault.ofWork)
    func streams(_ fault: Fault) {
        var scenario = scenario
        scenario.parts = 3
        scenario.fallsBehind = true
        #expect(Simulation().run(scenario, .none).coverage.work.contains("split"))
        sweep(fault, scenario)
    }

    private func sweep(_ fault: Fault, _ scenario: Scenario) {
        let work = Simulation().run(scenario, .none).work
        #expect(work > 60)
        for place in 1...work {
            let plan = FaultPlan.only(fault, atWork: place)
            let report = Simulation().run(scenario, plan)
            #expect(report.coverage.endings.isSuperset(of: ["the source serves", "finished"]))
            if !expectKept(report, { Simulation().run(scenario, plan, traces: true) }) { return }
        }
    }
}
