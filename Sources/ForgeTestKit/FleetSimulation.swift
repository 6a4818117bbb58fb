import FleetSync
import Foundation

/// A fleet of many repositories over many central changes, with people who edit, merge and decline,
/// a forge that fails now and then, repositories that cannot be reached, and runs that are killed.
///
/// What happens follows from the seed and from counts: of rounds, of effects, and of finished calls
/// about a repository. No clock has a say, so a slow machine sees the same course as a fast one, up
/// to what runs side by side inside one sync. It keeps a ledger of what people did, and judges at
/// the end against that.
package actor FleetSimulation {
    /// Runs a sync; told where it is to be killed.
    ///
    /// - Returns: false when it was killed.
    package typealias Sync = @Sendable (_ end: PlannedEnd?) async throws -> Bool

    package nonisolated let world: FleetWorld
    nonisolated let settings: Settings
    nonisolated let fleet: SimulatedFleet
    nonisolated let centre: SimulatedCentre
    /// Told in words how far it is.
    private let progress: @Sendable (String) -> Void
    var outcome = Outcome()
    var ledger = PeoplesLedger()
    var verdict = Verdict()
    /// The central change that is under way.
    var round = 0
    /// What could not be done that always can; goes to the judge.
    var troubles: [String] = []
    /// Repositories that cannot be reached in this round.
    var down: Set<String> = []
    private var lastRollout: String?
    /// The last act in each repository: the next one there waits for it.
    var lastActs: [String: Task<Void, Never>] = [:]

    package init(
        _ settings: Settings, in folder: String,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        self.settings = settings
        self.progress = progress
        fleet = SimulatedFleet(settings.repositories)
        centre = SimulatedCentre(rounds: settings.changes, seed: settings.seed)
        world = try await FleetWorld(folder, repositories: [SimulatedFleet.name(0)])
        for name in fleet.names.dropFirst() {
            try FileManager.default.copyItem(
                atPath: world.path(SimulatedFleet.name(0)), toPath: world.path(name))
        }
    }

    /// Writes the centre for a forge at an address.
    package func begin(_ address: String) async throws {
        var files = centre.files(in: 0)
        files["fleet.yaml"] = fleet.file(
            try world.forges(.github, api: address), concurrency: world.concurrency)
        try await world.change(centre: files, "Begin")
    }

    // MARK: The course

    package func run(_ sync: @escaping Sync) async throws -> Outcome {
        let forge = world.forge
        await forge.fail(percent: settings.faultPercent, seed: settings.seed)
        await forge.visit { [weak self] in await self?.visit($0, $1) }
        for round in 1...settings.changes { try await play(round, sync) }
        await forge.visit(nil)
        await forge.fail(percent: 0, seed: 0)
        try await begin(settings.changes + 1)
        try await settle(sync)
        try await expectSilence(sync)
        outcome.requests = await forge.opened
        outcome.calls = await forge.calls.count
        outcome.faults = await forge.faultCounts
        return outcome
    }

    private func play(_ round: Int, _ sync: Sync) async throws {
        try await begin(round)
        try await killRuns(sync)
        try await complete(sync)
        try bringBack()
        await people(.after)
        noteRollout()
        progress("round \(round) of \(settings.changes): \(outcome.merges) merged so far")
    }

    private func begin(_ round: Int) async throws {
        self.round = round
        try await world.change(centre: centre.files(in: round), "Change \(round)")
        // All are there when the end is judged.
        if round < centre.last { try takeDown() }
    }

    /// Lets some repositories of the last wave be unreachable; the others would hold everybody.
    private func takeDown() throws {
        for (index, name) in fleet.names.enumerated() where index >= fleet.others {
            var luck = Luck(settings.seed, .outage, round, index)
            guard luck.chance(settings.bustle) else { continue }
            try world.takeDown(name)
            down.insert(name)
            outcome.outages += 1
        }
    }

    private func bringBack() throws {
        for name in down { try world.bringBack(name) }
        down = []
    }

    /// A run that was to be killed later than it ended is followed by one that is killed earlier.
    private func killRuns(_ sync: Sync) async throws {
        for count in 0..<settings.killsPerChange {
            var luck = Luck(settings.seed, .kill, round, count)
            for attempt in 0..<2 {
                let most = max(8, fleet.count >> (4 * attempt))
                let place = luck.spread(upTo: most)
                let end = count % 2 == 0 ? PlannedEnd.effect(place) : .call(place)
                outcome.runs += 1
                if try await !sync(end) {
                    outcome.kills.append(end)
                    break
                }
            }
            await people(.between)
        }
    }

    private func complete(_ sync: Sync) async throws {
        outcome.runs += 1
        guard try await !sync(nil) else { return }
        troubles.append("a run ended that nobody killed")
    }

    /// Merges all that is open until nothing is.
    private func settle(_ sync: Sync) async throws {
        for _ in 0..<10 {
            try await complete(sync)
            let before = outcome.merges
            let open = await openRequests()
            if open.isEmpty { return }
            await each { simulation, index, name in
                guard let number = open[name] else { return }
                try await simulation.merge(number, name, squash: index % 2 == 0)
            }
            progress("settling: \(outcome.merges - before) of \(open.count) merged")
        }
        troubles.append("requests were still open after ten rounds of merging")
    }

    private func openRequests() async -> [String: Int] {
        var open: [String: Int] = [:]
        for name in fleet.names { open[name] = await world.forge.open(in: name)?.number }
        return open
    }

    /// Where nothing changes, nothing is made: neither a call that writes nor a commit.
    private func expectSilence(_ sync: Sync) async throws {
        let before = await world.forge.calls.count
        let tips = try await tips()
        try await complete(sync)
        for call in await world.forge.calls.dropFirst(before) where !call.hasPrefix("GET") {
            troubles.append("a sync without news wrote to the forge: \(call)")
        }
        for (name, tip) in try await self.tips() where tips[name] != tip {
            troubles.append("\(name): a sync without news moved a branch")
        }
    }

    private func tips() async throws -> [String: [String?]] {
        var tips: [String: [String?]] = [:]
        for name in fleet.names {
            tips[name] = [
                try await world.forge.head(of: "main", in: name),
                try await world.forge.head(of: SimulatedFleet.branch, in: name),
            ]
        }
        return tips
    }

    /// Whether the last wave was offered another commit in this round.
    private func noteRollout() {
        let target = world.offered(to: "others")
        if let target, target != lastRollout { outcome.rollouts += 1 }
        lastRollout = target
    }
}
