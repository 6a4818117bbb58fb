import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Testing

extension FleetTests {
    /// Goal: in any course of changes, edits, faults and ended runs every repository ends right, no
    /// change is requested twice, and no edit or commit of a person is lost.
    /// Method: a small simulated fleet from a seed; `Benchmarks/Fleet/run` does the same with a
    /// thousand repositories and real kills.
    @Suite(.timeLimit(.minutes(15)))
    struct FleetSimulationTests {
        @Test(
            "a small fleet ends right, whatever happens on the way", arguments: [1, 2] as [UInt64])
        func smallFleet(_ seed: UInt64) async throws {
            var settings = FleetSimulation.Settings(repositories: 8, changes: 4, seed: seed)
            settings.faultPercent = 3
            let folder = FleetWorld.temporaryFolder()
            let simulation = try await FleetSimulation(settings, in: folder)
            defer { simulation.world.remove() }
            let outcome = try await ForgeServer(simulation.world.forge, .github).serve { address in
                try await simulation.begin(address)
                let world = simulation.world
                return try await simulation.run { count in
                    var run = try await world.run()
                    let fuse = Fuse(count ?? .max)
                    run.fault = { _, _ in try fuse.reach() }
                    do {
                        _ = try await run.sync(try await run.consumers())
                        return true
                    } catch is DeliberateStop {
                        return false
                    }
                }
            }
            #expect(outcome.complaints == [], "seed \(seed)")
            #expect(outcome.merges > 8)
            #expect(outcome.runs > 5)
        }
    }
}
