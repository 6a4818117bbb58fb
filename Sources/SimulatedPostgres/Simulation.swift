import MigrationCore

/// Runs worlds: one seed, one world, always the same course.
package struct Simulation: Sendable {
    package struct Report: Sendable {
        package let seed: Int
        package let violation: Violation?
        package let coverage: Coverage
        /// Empty unless it was asked for.
        package let trace: [String]
        /// How many pieces of work were begun.
        package let work: Int
    }

    package var laws: Set<Law>

    package init(laws: Set<Law> = Law.all) { self.laws = laws }

    /// A world of which the seed decides everything.
    package func run(seed: Int, traces: Bool = false) -> Report {
        var dice = Dice(seed: seed)
        let scenario = Scenario(seed: seed, &dice)
        let faults = FaultPlan(&dice)
        return run(scenario, faults, dice, traces)
    }

    /// A world with these faults and no others.
    package func run(_ scenario: Scenario, _ faults: FaultPlan, traces: Bool = false) -> Report {
        run(scenario, faults, Dice(seed: scenario.seed), traces)
    }

    private func run(
        _ scenario: Scenario, _ faults: FaultPlan, _ dice: Dice, _ traces: Bool
    ) -> Report {
        let world = World(scenario, faults, laws, dice: dice, traces: traces)
        world.run()
        return Report(
            seed: scenario.seed, violation: world.violation, coverage: world.coverage,
            trace: world.trace ?? [], work: world.nextErrand)
    }
}
