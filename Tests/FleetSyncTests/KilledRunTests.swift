import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Testing

extension FleetTests {
    /// Goal: a run that ends at any point, and is begun again, makes no request twice and loses no
    /// commit. Method: the run is stopped at each place in turn, until one passes none of them.
    @Suite(.timeLimit(.minutes(15)))
    struct KilledRunTests {
        private func sync(_ world: FleetWorld, stoppingAt place: Int) async throws -> Bool {
            var run = try await world.run()
            let fuse = Fuse(place)
            run.fault = { _, _ in try fuse.reach() }
            do {
                _ = try await run.sync(try await run.consumers())
                return true
            } catch is DeliberateStop {
                return false
            }
        }

        @Test("stopped at every place in turn, each run goes on where the last one ended")
        func everyPlace() async throws {
            try await Story.forge(.github) { world in
                try await world.commit(
                    "acme/one", branch: "apus/fleet", ["mine": "x\n"], "Mine")
                // One repository after the other: what is under way when a run ends would be done
                // all the same, and the places passed would be a matter of luck.
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                try await world.change(centre: [
                    "fleet.yaml": file.replacing("concurrency: 3", with: "concurrency: 1")
                ])
                var runs = 0
                var place = 1
                while try await !sync(world, stoppingAt: place) {
                    runs += 1
                    place = place % 5 + 1
                    if runs > 60 { break }
                }
                #expect(runs > 5, "it was stopped")
                #expect(runs <= 60, "and came to an end")
                for name in Story.repositories {
                    let requests = await world.forge.requests(in: name)
                    #expect(requests.count == 1, "\(name)")
                    #expect(requests.first?.labels == ["shared", "automatic"])
                }
                let history = try await world.history("acme/one", "apus/fleet")
                #expect(history.contains("Mine"))
                let report = try await world.sync()
                #expect(report.results == [.proposed, .proposed, .proposed])
            }
        }
    }
}

/// Burns down at the n-th place, and stays burnt.
final class Fuse: @unchecked Sendable {
    // Guarded by the lock.
    private var left: Int
    private var isSpent = false
    private let lock = NSLock()

    init(_ count: Int) { left = count }

    /// Lets the next place be the last one.
    func burn() { lock.withLock { left = 0 } }

    func reach() throws {
        try lock.withLock {
            left -= 1
            // Once it is dead, nothing else happens either.
            if left <= 0 { isSpent = true }
            if isSpent { throw DeliberateStop() }
        }
    }
}
