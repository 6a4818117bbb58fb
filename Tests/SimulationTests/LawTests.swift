import MigrationCore
import SimulatedPostgres
import Testing

/// Goal: what is asked of the effects beyond the decisions is really needed. Method: leave one law
/// out, let happen what it is there for, and see a promise break; with the law the same course of
/// events breaks none.
@Suite("Laws: without any of them a promise breaks")
struct LawTests {
    @Test("a promise breaks where effects obey all laws but one", arguments: Law.allCases)
    func needed(_ law: Law) {
        let lawless = Simulation(laws: Law.all.subtracting([law]))
        for seed in law.seeds {
            guard let broken = run(lawless, seed, law).violation else { continue }
            print("without \(law.rawValue), seed \(seed): \(broken)")
            expectKept(run(Simulation(), seed, law)) { run(Simulation(), seed, law, traces: true) }
            return
        }
        Issue.record("nobody needs \(law.rawValue)")
    }

    private func run(
        _ simulation: Simulation, _ seed: Int, _ law: Law, traces: Bool = false
    ) -> Simulation.Report {
        guard let weather = law.weather else { return simulation.run(seed: seed, traces: traces) }
        var scenario = Scenario(seed: seed, goals: law.goals)
        if law == .splitKeepsWhatWasApplied {
            scenario.parts = 3
            scenario.fallsBehind = true
        }
        let faults = FaultPlan(favouring: weather, seed: seed)
        return simulation.run(scenario, faults, traces: traces)
    }
}

extension Law {
    fileprivate var goals: [Goal] {
        switch self {
        case .endingStopsStatements: [.serve(.source), .abort]
        case .runsBeginOnce: [.serve(.target), .serve(.source), .finish]
        default: [.serve(.target), .serve(.source), .serve(.target), .finish]
        }
    }

    /// First where it was seen; elsewhere when the model has changed since.
    fileprivate var seeds: [Int] {
        let first: Int =
            switch self {
            case .trafficFollowsTheFence: 21
            case .fenceWaitsForStartingSessions: 2_675
            case .sealSeesTheMarker: 3_600
            case .slotsAreMadeInTime: 626
            default: 1
            }
        return [first] + Array(1...10_000)
    }

    /// The faults that it is there for; nil for any.
    fileprivate var weather: [Fault]? {
        switch self {
        case .effectsLookAtTheirAttempt: [.landsLate, .diesDuring]
        case .trafficFollowsTheFence: nil
        case .fenceWaitsForStartingSessions: []
        case .oneMarkerPerAttempt: [.twice]
        case .sealSeesTheMarker: [.crashesThere, .slow, .slowApply]
        case .sequencesOnlyRise: [.landsLate, .twice]
        case .advanceSurvivesCrash: [.crash, .crashesThere]
        case .phasesLookAtTheirCopy: [.slotLost, .landsLate, .diesDuring]
        case .runsBeginOnce: [.overtaken, .secondOperator, .hangs]
        case .slotsAreMadeInTime: [.slotGone, .landsLate]
        case .endingStopsStatements: [.landsLate, .diesDuring]
        case .splitKeepsWhatWasApplied: [.crash, .crashesThere, .crashesHere]
        }
    }
}
