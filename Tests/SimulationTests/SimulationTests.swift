import Foundation
import SimulatedPostgres
import Testing

/// Goal: the promises hold in any order of events, whatever is lost, late, killed or restarted.
/// Method: each seed makes a world of its own; the judge looks at every instant and at the end.
/// `SEED=n` replays one, `SEEDS=n` runs more.
@Suite("Simulation: the promises survive every course of events")
struct SimulationTests {
    @Test("nothing is lost, doubled or held in any world, and every place was visited")
    func promises() async {
        let seeds = Seeds.ofTheEnvironment
        let coverage = await seeds.run()
        print("\(coverage.worlds) worlds, \(coverage.switchovers) switchovers,")
        print("\(coverage.abandoned) abandoned, \(coverage.acknowledged) rows acknowledged,")
        print("traffic held \(coverage.longestHold) ms at most")
        guard !seeds.isReplay else { return }
        expectEveryPlace(coverage)
    }

    private func expectEveryPlace(_ coverage: Coverage) {
        #expect(
            coverage.states == [
                "beginning", "holding", "fencing", "draining", "sealing", "deciding", "opening",
                "redirecting", "releasing", "switched", "asking", "reopening", "restoring",
                "resuming", "abandoned",
            ])
        #expect(
            coverage.endings == [
                "the source serves", "the target serves", "finished", "aborted", "way back lost",
            ])
        #expect(
            coverage.reasons == ["deadline passed", "failed", "interrupted", "settled elsewhere"])
        #expect(
            coverage.steps == [
                "begin", "settle", "startOver", "copy", "build", "link", "addStreams", "catchUp",
                "verify", "ready", "finish", "abort", "stop",
            ])
        #expect(
            coverage.effects == [
                "begin", "hold", "fence", "drain", "seal", "decide", "open", "redirect", "release",
                "settle", "reopen", "restore", "resume",
            ])
        #expect(
            coverage.work.isSuperset(of: [
                "create slot", "create subscription", "enable", "disable", "await stop",
                "drop subscription", "drop slot", "advance", "split",
            ]))
        for fault in Fault.allCases {
            #expect(coverage.faults[fault] ?? 0 > 0, "\(fault.rawValue) never happened")
        }
    }

    @Test("the same seed is the same course of events")
    func determinism() {
        for seed in [3, 77, 1009] {
            let first = Simulation().run(seed: seed, traces: true)
            let second = Simulation().run(seed: seed, traces: true)
            #expect(!first.trace.isEmpty)
            #expect(first.trace == second.trace)
        }
    }
}
