import FleetCore
import FleetSync

/// Whether every repository ended right, no change was requested twice, and nothing of people's is
/// lost.
extension FleetSimulation {
    /// Looks at every repository as it is now; may be asked again after somebody changed one.
    package func judge() async -> Verdict {
        for act in lastActs.values { await act.value }
        verdict = Verdict(complaints: troubles)
        let before = troubles.count
        await each { simulation, index, name in try await simulation.judge(name, index) }
        // What the judge itself could not do.
        verdict.complaints += troubles.dropFirst(before)
        troubles.removeSubrange(before...)
        expectEverything()
        verdict.complaints.sort()
        return verdict
    }

    /// A judge who overlooks something finds nothing wrong with it.
    private func expectEverything() {
        let looked = [
            ("repositories", verdict.repositories, fleet.count),
            ("files", verdict.files, (0..<fleet.count).reduce(0) { $0 + wanted($1).count }),
            ("edits", verdict.edits, outcome.edits + outcome.branchEdits),
            ("commits", verdict.commits, outcome.edits),
            ("people's files", verdict.peoplesFiles, outcome.branchCommits - outcome.branchEdits),
        ]
        for (what, count, all) in looked where count != all {
            verdict.complaints.append("\(count) of \(all) \(what) were looked at")
        }
    }

    private func wanted(_ index: Int) -> [String] {
        fleet.vendored(index) + (fleet.features(index).contains("pipe") ? ["pipe/pipe.yml"] : [])
    }

    private func judge(_ name: String, _ index: Int) async throws {
        try await judgeFiles(name, index)
        try await judgePeoplesFiles(name)
        try await judgeCommits(name)
        await judgeRequests(name)
        verdict.repositories += 1
    }

    /// Edits on base branches that the final texts hold, for a test that loses one.
    package var editsOnBases: [(repository: String, path: String)] {
        ledger.edits.sorted { $0.key < $1.key }.flatMap { name, edits in
            edits.values.filter { $0.commit != nil }.map { (name, $0.path) }
        }
    }

    package var peoplesFiles: [(repository: String, path: String)] {
        ledger.files.sorted { $0.key < $1.key }.flatMap { name, files in
            files.keys.map { (name, $0) }
        }
    }

    // MARK: Files

    private func judgeFiles(_ name: String, _ index: Int) async throws {
        let paths = wanted(index).map { $0.hasPrefix("pipe/") ? $0 : "shared/\($0)" }
        let there = try await world.texts(name, paths)
        let onBranch = try await world.texts(name, paths, branch: SimulatedFleet.branch)
        for (place, path) in wanted(index).enumerated() {
            verdict.files += 1
            let text = there[place] ?? ""
            if let edit = ledger.edit(name, path) {
                verdict.edits += 1
                judge(edit, name, text, onBranch[place] ?? "")
            } else {
                let right =
                    path.hasPrefix("pipe/")
                    ? centre.rendered(for: index, in: centre.last)
                    : centre.text(path, in: centre.last)
                if text != right { complain(name, "\(path) is not as the centre has it") }
            }
        }
    }

    /// An edit stands in the centre's newest text; or, where the centre changed the same place, in
    /// the text that it was made in.
    private func judge(
        _ edit: PeoplesLedger.Edit, _ name: String, _ text: String, _ onBranch: String
    ) {
        if isJoined(edit, text, in: centre.last) { return }
        if isKeptAgainstTheCentre(edit, text) {
            verdict.unjoinedEdits += 1
            return
        }
        // It may have come to the branch after its request was merged.
        if edit.commit == nil, text == centre.text(edit.path, in: centre.last),
            onBranch.contains(edit.mark)
        {
            return
        }
        complain(
            name,
            text.contains(edit.mark)
                ? "\(edit.path) has its edit, and is neither joined nor in a collision"
                : "an edit of \(edit.path) is lost")
    }

    private func isJoined(_ edit: PeoplesLedger.Edit, _ text: String, in round: Int) -> Bool {
        text == SimulatedCentre.text(edit.applied(to: centre.lines(edit.path, in: round)))
    }

    private func isKeptAgainstTheCentre(_ edit: PeoplesLedger.Edit, _ text: String) -> Bool {
        (0..<centre.last).contains { round in
            isJoined(edit, text, in: round)
                && centre.touches(edit.path, line: edit.line, after: round)
        }
    }

    // MARK: Commits

    private func judgePeoplesFiles(_ name: String) async throws {
        let files = (ledger.files[name] ?? [:]).sorted { $0.key < $1.key }
        guard !files.isEmpty else { return }
        let paths = files.map(\.key)
        let onBase = try await world.texts(name, paths)
        let onBranch = try await world.texts(name, paths, branch: SimulatedFleet.branch)
        for (place, file) in files.enumerated() {
            verdict.peoplesFiles += 1
            if onBase[place] != file.value, onBranch[place] != file.value {
                complain(name, "the commit with \(file.key) is lost")
            }
        }
    }

    /// Commits on the base branch stay in its history.
    private func judgeCommits(_ name: String) async throws {
        let commits = (ledger.edits[name] ?? [:]).values.compactMap(\.commit)
        guard !commits.isEmpty else { return }
        let history = Set(try await world.commits(name))
        for commit in commits {
            verdict.commits += 1
            if !history.contains(commit) { complain(name, "the commit \(commit) is lost") }
        }
    }

    // MARK: Requests

    /// No change was requested again after its request had been merged, declined or withdrawn, and
    /// none is open any more.
    private func judgeRequests(_ name: String) async {
        let requests = await world.forge.requests(in: name)
        var ended: [Fingerprint: Int] = [:]
        for request in requests {
            verdict.requests += 1
            if request.state == .open { complain(name, "#\(request.number) is still open") }
            let asked = change(request.firstBody)
            if asked == nil { complain(name, "#\(request.number) does not say its change") }
            if let asked, let earlier = ended[asked] {
                complain(name, "#\(request.number) asks for the change of #\(earlier) again")
            }
            if let last = change(request.lastBody ?? request.body) {
                ended[last] = request.number
            } else {
                verdict.withdrawn += 1
            }
        }
    }

    private func change(_ body: String) -> Fingerprint? {
        RequestBody.change(in: body, fleet: SimulatedFleet.name)
    }

    private func complain(_ name: String, _ words: String) {
        verdict.complaints.append("\(name): \(words)")
    }
}
