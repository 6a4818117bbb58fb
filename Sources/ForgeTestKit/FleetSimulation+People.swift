import FleetSync
import Foundation

/// What people do: between two runs everybody gets a turn, and some act in the middle of a run,
/// right when the forge has finished a call about their repository.
extension FleetSimulation {
    enum Part: Int, Sendable { case between, after }

    // MARK: Turns

    /// Everybody gets a turn: what each does follows from the seed, the round and the repository,
    /// and not from who is first.
    func people(_ part: Part) async {
        let turn = outcome.runs
        await each { simulation, index, name in
            var luck = Luck(simulation.settings.seed, .people, turn, index)
            try await simulation.act(name, index, part, &luck)
        }
    }

    private func act(
        _ name: String, _ index: Int, _ part: Part, _ luck: inout Luck
    ) async throws {
        guard !down.contains(name) else { return }
        let busy = part == .after ? settings.bustle : 0
        if luck.chance(2 * busy + settings.bustle) { try await edit(name, index, &luck) }
        guard await world.forge.open(in: name) != nil else { return }
        if luck.chance(3 * busy + settings.bustle) {
            try await help(name, index, &luck)
            // Whoever works on a request lets it stand, so that the next run finds the work there;
            // but not where everybody waits for the merge.
            if percentOfMerges(index, part) < 100 { return }
        }
        if index >= fleet.others, luck.chance(2 * busy) {
            try await decline(name)
        } else if index >= fleet.others, luck.chance(busy) {
            try await takeByHand(name)
        } else if luck.chance(percentOfMerges(index, part)) {
            try await merge(name, squash: luck.chance(50))
        }
    }

    /// Canaries merge at once. The team lets several changes come together and then merges until the
    /// last wave is offered them, or one repository that lags would put that off by a whole period.
    private func percentOfMerges(_ index: Int, _ part: Part) -> Int {
        guard part == .after else { return 10 }
        if index < fleet.canaries { return 100 }
        let isDue = round >= (outcome.rollouts + 1) * settings.teamPeriod
        if index < fleet.others { return isDue ? 100 : 50 }
        return 75
    }

    /// The forge has finished a call about a repository, and the run waits for its answer.
    func visit(_ name: String, _ turn: Int) async {
        guard let index = fleet.index(of: name) else { return }
        var luck = Luck(settings.seed, .visit, index, turn)
        guard luck.chance(settings.bustle) else { return }
        outcome.actsInRuns += 1
        let what = luck.pick(100)
        let rest = luck
        await inTurn(name) { simulation in
            var luck = rest
            switch what {
            case ..<30: try await simulation.edit(name, index, &luck)
            case ..<65: try await simulation.help(name, index, &luck)
            case ..<85: try await simulation.merge(name, squash: luck.chance(50))
            default:
                if index >= simulation.fleet.others { try await simulation.decline(name) }
            }
        }
    }

    /// Does something for every repository, a few at a time.
    func each(
        _ body: @escaping @Sendable (FleetSimulation, Int, String) async throws -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, name) in fleet.names.enumerated() {
                if index >= 4 { await group.next() }
                group.addTask { await self.inTurn(name) { try await body($0, index, name) } }
            }
        }
    }

    /// One after the other in each repository; a person of a run that was killed comes first.
    func inTurn(
        _ name: String, _ body: @escaping @Sendable (FleetSimulation) async throws -> Void
    ) async {
        let before = lastActs[name]
        let act = Task {
            await before?.value
            do {
                try await body(self)
            } catch {
                note("\(name): a person could not go on: \(error)")
            }
        }
        lastActs[name] = act
        await act.value
    }

    private func note(_ trouble: String) { troubles.append(trouble) }

    // MARK: Acts

    /// Writes a line into a shared file on the base branch; often one that the centre is about to
    /// change.
    private func edit(_ name: String, _ index: Int, _ luck: inout Luck) async throws {
        let choice = choice(index, &luck)
        guard let lines = try await lines(name, choice.path, "main") else { return }
        let mark = "edited by hand in round \(round)"
        let edit = PeoplesLedger.Edit(path: choice.path, line: choice.line, mark: mark, commit: "")
        let commit = try await world.commit(
            name, ["shared/\(choice.path)": SimulatedCentre.text(edit.applied(to: lines))],
            "Edit by hand")
        ledger.note(
            .init(path: edit.path, line: edit.line, mark: mark, commit: commit), in: name)
        outcome.edits += 1
        outcome.aimedEdits += choice.isAimed ? 1 : 0
    }

    private func choice(
        _ index: Int, _ luck: inout Luck
    ) -> (path: String, line: Int, isAimed: Bool) {
        let paths = fleet.vendored(index)
        let path = paths[luck.pick(paths.count)]
        let line = luck.pick(SimulatedCentre.lineCount)
        if luck.chance(35), let upcoming = centre.upcoming(path, after: round) {
            return (path, upcoming, true)
        }
        return (path, line, false)
    }

    /// The lines of a shared file that is there and that nobody edited yet.
    private func lines(_ name: String, _ path: String, _ branch: String) async throws -> [String]? {
        guard !down.contains(name), ledger.edit(name, path) == nil,
            let text = try await world.text(name, "shared/\(path)", branch: branch)
        else { return nil }
        let lines = text.split(separator: "\n").map(String.init)
        return lines.count == SimulatedCentre.lineCount ? lines : nil
    }

    /// Adds a commit to the branch of the open request: a file, or an edit of what is proposed.
    private func help(_ name: String, _ index: Int, _ luck: inout Luck) async throws {
        guard !down.contains(name), let open = await world.forge.open(in: name) else { return }
        let choice = choice(index, &luck)
        if luck.chance(30), let lines = try await lines(name, choice.path, open.branch) {
            let edit = PeoplesLedger.Edit(
                path: choice.path, line: choice.line, mark: "edited on the branch in \(round)",
                commit: nil)
            let text = SimulatedCentre.text(edit.applied(to: lines))
            try await commit(name, open.branch, ["shared/\(choice.path)": text])
            ledger.note(edit, in: name)
            outcome.branchEdits += 1
        } else {
            let file = "people-\(round)-\(outcome.runs)-\(luck.pick(1000)).txt"
            let text = "\(name) \(file)\n"
            try await commit(name, open.branch, [file: text])
            ledger.note(file: file, text, in: name)
        }
        outcome.branchCommits += 1
    }

    /// The push of a run that was killed may still arrive; a person whose commit it refused looks
    /// again.
    private func commit(
        _ name: String, _ branch: String, _ files: [String: String?]
    ) async throws {
        for _ in 0..<3 {
            if (try? await world.commit(name, branch: branch, files, "By hand")) != nil { return }
        }
        try await world.commit(name, branch: branch, files, "By hand")
    }

    private func decline(_ name: String) async throws {
        guard let open = await world.forge.open(in: name) else { return }
        try await world.forge.decline(open.number, in: name)
        outcome.declines += 1
    }

    /// Brings what is proposed to the base beside the request, which is obsolete then.
    private func takeByHand(_ name: String) async throws {
        guard let open = await world.forge.open(in: name), !ledger.helped.contains(name),
            try await world.takeByHand(name, open.branch)
        else { return }
        outcome.takenByHand += 1
    }

    private func merge(_ name: String, squash: Bool) async throws {
        guard !down.contains(name), let open = await world.forge.open(in: name) else { return }
        try await merge(open.number, name, squash: squash)
    }

    /// A request that collides with its base is left to the next sync, unless people's commits are
    /// on it: those are theirs to bring together.
    func merge(_ number: Int, _ name: String, squash: Bool) async throws {
        do {
            try await world.forge.merge(number, in: name, squash: squash)
        } catch is TestForgeProblem {
            outcome.collisions += 1
            guard ledger.helped.contains(name) else { return }
            try await settleCollision(name)
            try await world.forge.merge(number, in: name, squash: squash)
            outcome.settledByHand += 1
        }
        outcome.merges += 1
        ledger.noteMerged(name)
    }

    /// Takes the branch's side of each file that collides, with the edit that the base had in it.
    private func settleCollision(_ name: String) async throws {
        let edits = ledger.edits[name] ?? [:]
        try await world.settle(name, SimulatedFleet.branch) { path, text in
            guard path.hasPrefix("shared/"), let edit = edits[String(path.dropFirst(7))],
                !text.contains(edit.mark)
            else { return text }
            return SimulatedCentre.text(
                edit.applied(to: text.split(separator: "\n").map(String.init)))
        }
    }
}
