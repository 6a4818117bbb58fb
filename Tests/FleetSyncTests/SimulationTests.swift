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
            try await Self.course(seed) { simulation, outcome in
                let verdict = await simulation.judge()
                #expect(verdict.complaints == [], "seed \(seed)")
                #expect(verdict.repositories == 8)
                #expect(verdict.edits > 0 && verdict.peoplesFiles > 0 && verdict.requests > 8)
                #expect(outcome.merges > 8)
                #expect(outcome.kills.count > 3)
                #expect(outcome.faults.all > 0)
                #expect(outcome.actsInRuns > 0)
                #expect(outcome.rollouts > 0)
            }
        }

        @Test("a lost edit, a lost commit and a doubled request are found")
        func judgeCanFail() async throws {
            try await Self.course(3, changes: 2) { simulation, _ in
                let before = await simulation.judge().complaints
                #expect(before == [])
                let edit = try #require(await simulation.editsOnBases.first)
                try await simulation.world.commit(
                    edit.repository, ["shared/\(edit.path)": "as somebody else has it\n"], "Lose")
                let file = try #require(await simulation.peoplesFiles.first)
                for branch in ["main", "apus/fleet"] {
                    try await simulation.world.commit(
                        file.repository, branch: branch, [file.path: nil], "Lose")
                }
                let doubled = try await Self.doubleRequest(simulation, "acme/r0001")
                let after = await simulation.judge().complaints
                #expect(
                    Set(after) == [
                        "\(edit.repository): an edit of \(edit.path) is lost",
                        "\(file.repository): the commit with \(file.path) is lost",
                        "acme/r0001: #\(doubled + 1) asks for the change of #\(doubled) again",
                        "acme/r0001: #\(doubled + 1) is still open",
                    ])
            }
        }

        /// Opens a request for what the newest one was for.
        private static func doubleRequest(
            _ simulation: FleetSimulation, _ name: String
        ) async throws -> Int {
            let forge = simulation.world.forge
            let newest = try #require(await forge.requests(in: name).last)
            try await simulation.world.commit(
                name, branch: "apus/fleet", ["once-more": "\n"], "Once more")
            _ = try await forge.openRequest(
                in: name, from: "apus/fleet", to: "main", title: newest.title, body: newest.body)
            return newest.number
        }

        private static func course(
            _ seed: UInt64, changes: Int = 4,
            _ body: @Sendable (FleetSimulation, FleetSimulation.Outcome) async throws -> Void
        ) async throws {
            var settings = FleetSimulation.Settings(repositories: 8, changes: changes, seed: seed)
            settings.faultPercent = 3
            let simulation = try await FleetSimulation(
                settings, in: FleetWorld.temporaryFolder())
            let world = simulation.world
            defer { world.remove() }
            try await ForgeServer(world.forge, .github).serve { @Sendable address in
                try await simulation.begin(address)
                let outcome = try await simulation.run { try await sync(world, $0) }
                try await body(simulation, outcome)
            }
        }

        /// A run in this process: where it would be killed it stops, and nothing follows.
        private static func sync(
            _ world: FleetWorld, _ end: FleetSimulation.PlannedEnd?
        ) async throws -> Bool {
            var run = try await world.run()
            var effects = Int.max
            if case .effect(let count) = end { effects = count }
            let fuse = Fuse(effects)
            if case .call(let count) = end {
                await world.forge.setAlarm(afterCalls: count) { fuse.burn() }
            }
            run.fault = { _, _ in try fuse.reach() }
            var isWhole = true
            do {
                _ = try await run.sync(try await run.consumers())
            } catch is DeliberateStop {
                isWhole = false
            }
            await world.forge.setAlarm(afterCalls: nil)
            return isWhole
        }
    }
}
