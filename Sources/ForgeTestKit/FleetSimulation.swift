import FleetCore
import FleetSync
import Foundation

/// A fleet of many repositories over many central changes, with people who edit, merge and decline,
/// a forge that fails now and then, and runs that are killed; all from one seed.
///
/// It keeps a ledger of what people did, and judges at the end against that.
package actor FleetSimulation {
    package struct Settings: Sendable {
        package var repositories: Int
        package var changes: Int
        package var seed: UInt64
        /// Of a hundred calls to the forge.
        package var faultPercent = 2
        /// Of a hundred rounds.
        package var killPercent = 50

        package init(repositories: Int, changes: Int, seed: UInt64) {
            self.repositories = repositories
            self.changes = changes
            self.seed = seed
        }
    }

    /// What went on, and what was found wrong at the end.
    package struct Outcome: Sendable {
        package var runs = 0
        package var kills = 0
        package var edits = 0
        package var peoplesCommits = 0
        package var merges = 0
        package var declines = 0
        /// Merges that collided with the base, and were left to the next sync.
        package var collisions = 0
        package var requests = 0
        package var calls = 0
        package var complaints: [String] = []
    }

    /// Runs a sync; told how many effects it may have before it is killed.
    ///
    /// - Returns: false when it was killed.
    package typealias Sync = @Sendable (_ dyingAfter: Int?) async throws -> Bool

    package nonisolated let world: FleetWorld
    /// Told in words how far it is.
    private let progress: @Sendable (String) -> Void
    private let settings: Settings
    private var luck: Luck
    private var outcome = Outcome()
    /// Lines that people wrote, by repository and path.
    private var edits: [String: [String: String]] = [:]
    /// Files that people added to branches, by repository.
    private var added: [String: [String]] = [:]

    package init(
        _ settings: Settings, in folder: String,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        self.settings = settings
        self.progress = progress
        luck = Luck(generator: SeededGenerator(seed: settings.seed))
        world = try await FleetWorld(folder, repositories: ["acme/r0000"])
        for index in 1..<max(2, settings.repositories) {
            try FileManager.default.copyItem(
                atPath: world.path("acme/r0000"), toPath: world.path(Self.name(index)))
        }
    }

    private static func name(_ index: Int) -> String {
        "acme/r" + String(repeating: "0", count: max(0, 4 - "\(index)".count)) + "\(index)"
    }

    private var names: [String] { (0..<max(2, settings.repositories)).map(Self.name) }

    // MARK: The centre

    private static let features = ["ci", "lint", "pipe"]
    private static let vendored = ["ci/a.txt", "ci/b.txt", "ci/c.txt", "lint/d.txt", "lint/e.txt"]
    private var lines: [String: [String]] = [:]

    private func features(_ index: Int) -> [String] {
        Self.features.enumerated().filter { ($0.offset + index) % 3 != 0 || index % 2 == 0 }
            .map(\.element)
    }

    /// Writes the centre for a forge at an address.
    package func begin(_ address: String) async throws {
        for path in Self.vendored { lines[path] = (0..<24).map { "\(path) line \($0)" } }
        var files: [String: String?] = [
            "templates/values.yml": "#@data/values\n---\nname: \"\"\n",
            "templates/pipe.yml": Self.template(0), "fleet.yaml": try fleetFile(address),
        ]
        for path in Self.vendored { files["shared/\(path)"] = text(path) }
        try await world.change(centre: files, "Begin")
    }

    private static func template(_ round: Int) -> String {
        "#@ load(\"@ytt:data\", \"data\")\n---\nname: #@ data.values.name\nround: \(round)\n"
    }

    private func text(_ path: String) -> String {
        (lines[path] ?? []).joined(separator: "\n") + "\n"
    }

    private func fleetFile(_ address: String) throws -> String {
        let canaries = max(1, settings.repositories / 100)
        let team = max(2, settings.repositories / 10)
        let entries = names.enumerated().map { index, name in
            let list = features(index).joined(separator: ", ")
            let groups = index < canaries ? "canaries" : index < team ? "team" : "others"
            return "- {name: \(name), features: [\(list)], groups: [\(groups)], "
                + "values: {name: r\(index)}}"
        }
        return """
            fleet: simulated
            \(try world.forges(.github, api: address))
            features:
              ci: {vendor: [{from: shared/ci, to: shared/ci}]}
              lint: {vendor: [{from: shared/lint, to: shared/lint}]}
              pipe: {templates: [{from: templates, to: pipe, values: [name]}]}
            groups: {canaries: {}, team: {}, others: {}}
            repositories:
            \(entries.joined(separator: "\n"))
            waves:
            - {name: canaries, groups: [canaries]}
            - {name: team, groups: [team]}
            - {name: others}
            request: {labels: [shared]}
            limits: {concurrency: \(world.concurrency), attempts: 6}

            """
    }

    private func changeCentre(_ round: Int, everything: Bool = false) async throws {
        var files: [String: String?] = [:]
        let chosen = everything ? Self.vendored : [Self.vendored[luck.pick(Self.vendored.count)]]
        for path in chosen {
            lines[path]?[luck.pick(24)] = "\(path) changed in round \(round)"
            files["shared/\(path)"] = text(path)
        }
        if everything || luck.chance(30) { files["templates/pipe.yml"] = Self.template(round) }
        try await world.change(centre: files, "Change \(round)")
    }

    // MARK: The course

    package func run(_ sync: @escaping Sync) async throws -> Outcome {
        for round in 1...settings.changes {
            await world.forge.fail(
                percent: settings.faultPercent, seed: settings.seed &+ UInt64(round))
            try await changeCentre(round)
            try await synchronize(sync)
            try await people(round)
            progress("round \(round) of \(settings.changes): \(outcome.merges) merged so far")
        }
        await world.forge.fail(percent: 0, seed: 0)
        try await changeCentre(settings.changes + 1, everything: true)
        try await settle(sync)
        try await judge()
        outcome.requests = await world.forge.opened
        outcome.calls = await world.forge.calls.count
        return outcome
    }

    private func synchronize(_ sync: Sync) async throws {
        for _ in 0..<3 where luck.chance(settings.killPercent) {
            outcome.runs += 1
            // Early as often as late: a run with little to do would never reach a late place.
            let most = luck.chance(50) ? 12 : max(12, settings.repositories / 2)
            if try await !sync(1 + luck.pick(most)) {
                outcome.kills += 1
            }
        }
        outcome.runs += 1
        _ = try await sync(nil)
    }

    /// Merges all that is open until nothing is.
    private func settle(_ sync: Sync) async throws {
        for _ in 0..<10 {
            outcome.runs += 1
            _ = try await sync(nil)
            let before = outcome.merges
            let open = await openRequests()
            if open.isEmpty { return }
            try await each { simulation, index, name in
                guard let number = open[name] else { return }
                try await simulation.merge(number, name, squash: index % 2 == 0)
            }
            progress("settling: \(outcome.merges - before) of \(open.count) merged")
        }
        outcome.complaints.append("requests were still open after ten rounds of merging")
    }

    private func openRequests() async -> [String: Int] {
        var open: [String: Int] = [:]
        for name in names { open[name] = await world.forge.open(in: name)?.number }
        return open
    }

    /// A request that collides with its base is left to the next sync.
    private func merge(_ number: Int, _ name: String, squash: Bool) async throws {
        do {
            try await world.forge.merge(number, in: name, squash: squash)
            outcome.merges += 1
        } catch is TestForgeProblem {
            outcome.collisions += 1
        }
    }

    // MARK: People

    /// Everybody at once: what each does follows from the seed, the round and the repository, and
    /// not from who is first.
    private func people(_ round: Int) async throws {
        try await each { simulation, index, name in
            try await simulation.act(name, index, round)
        }
    }

    private func act(_ name: String, _ index: Int, _ round: Int) async throws {
        let own = settings.seed &* 1_000_003 &+ UInt64(round) &* 1009 &+ UInt64(index) << 20
        var luck = Luck(generator: SeededGenerator(seed: own))
        if luck.chance(3) { try await edit(name, round, &luck) }
        guard let open = await world.forge.open(in: name) else { return }
        if luck.chance(4) {
            let file = "people-\(round).txt"
            try await world.commit(
                name, branch: open.branch, [file: "\(name) \(round)\n"], "By hand")
            added[name, default: []].append(file)
            outcome.peoplesCommits += 1
        }
        // A declined canary would rightly stop everybody.
        if index > settings.repositories / 10, luck.chance(4) {
            try await world.forge.decline(open.number, in: name)
            outcome.declines += 1
        } else if luck.chance(75) {
            try await merge(open.number, name, squash: luck.chance(50))
        }
    }

    private func edit(_ name: String, _ round: Int, _ luck: inout Luck) async throws {
        let path = "shared/" + Self.vendored[luck.pick(Self.vendored.count)]
        guard let text = try await world.text(name, path), edits[name]?[path] == nil else { return }
        let mark = "edited by hand in round \(round)"
        var lines = text.split(separator: "\n").map(String.init)
        lines[luck.pick(lines.count)] = mark
        try await world.commit(
            name, [path: lines.joined(separator: "\n") + "\n"], "Edit by hand")
        edits[name, default: [:]][path] = mark
        outcome.edits += 1
    }

    /// Does something for every repository, a few at a time.
    private func each(
        _ body: @escaping @Sendable (FleetSimulation, Int, String) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, name) in names.enumerated() {
                if index >= 4 { try await group.next() }
                group.addTask { try await body(self, index, name) }
            }
            try await group.waitForAll()
        }
    }

    // MARK: The judge

    private func judge() async throws {
        try await each { simulation, index, name in try await simulation.judge(name, index) }
        outcome.complaints.sort()
    }

    private func judge(_ name: String, _ index: Int) async throws {
        var wanted = Self.vendored.filter { path in
            features(index).contains(String(path.prefix { $0 != "/" }))
        }.map { (path: "shared/" + $0, text: text($0)) }
        if features(index).contains("pipe") {
            wanted.append(
                ("pipe/pipe.yml", "name: r\(index)\nround: \(settings.changes + 1)\n"))
        }
        let there = try await world.texts(name, wanted.map(\.path))
        for (file, found) in zip(wanted, there) { judge(name, file.path, file.text, found ?? "") }
        let files = added[name] ?? []
        let onBase = try await world.texts(name, files)
        let onBranch = try await world.texts(name, files, branch: "apus/fleet")
        for (index, file) in files.enumerated() where onBase[index] == nil && onBranch[index] == nil
        {
            outcome.complaints.append("\(name): the commit with \(file) is lost")
        }
        await judgeRequests(name)
    }

    private func judge(_ name: String, _ path: String, _ wanted: String, _ there: String) {
        if let mark = edits[name]?[path] {
            if !there.contains(mark) {
                outcome.complaints.append("\(name): an edit of \(path) is lost")
            }
        } else if there != wanted {
            outcome.complaints.append("\(name): \(path) is not as the centre has it")
        }
    }

    /// No two requests were for the same change of the same base.
    private func judgeRequests(_ name: String) async {
        let requests = await world.forge.requests(in: name)
        if requests.filter({ $0.state == .open }).count > 1 {
            outcome.complaints.append("\(name): two requests are open")
        }
        let bodies = requests.map { RequestBody.change(in: $0.body, fleet: "simulated") }
        for (first, second) in zip(bodies, bodies.dropFirst()) where first == second {
            outcome.complaints.append("\(name): a change was requested twice in a row")
        }
    }
}

/// Chance and choice from a seed.
private struct Luck {
    var generator: SeededGenerator

    mutating func chance(_ percent: Int) -> Bool { Int(generator.next() % 100) < percent }

    mutating func pick(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
}
