import FleetCore

extension FleetRun {
    /// The row of a report, and how the repository counts for its wave.
    func standing(_ facts: Facts, _ acted: Bool, _ needsChecks: Bool) async throws -> Standing {
        let forge = forges[facts.consumer.forge]
        let open = facts.requests.first { $0.state == .open }
        let stillOpen = facts.machine.isNeeded ? open : acted ? nil : open
        var checks = CheckState.none
        var row = FleetReport.Row(
            repository: facts.consumer.name, wave: facts.consumer.wave, result: .current)
        if let request = stillOpen {
            checks = try await forge.checks(
                of: facts.view.branchCommit ?? request.head, in: facts.consumer.name)
            row.request = .init(number: request.number, url: request.url, checks: checks)
        } else if needsChecks, !facts.machine.isNeeded {
            checks = try await forge.checks(of: facts.view.baseCommit, in: facts.consumer.name)
        }
        row.version = facts.view.version
        row.changes = facts.view.files
        row.drift = facts.view.notes.filter { $0.kind != .released }
        try await measure(&row, facts)
        (row.result, row.detail) = result(facts, checks)
        let isDeclined = row.result == .declined
        return Standing(
            row: row,
            member: .init(
                name: facts.consumer.name, hasEverything: !facts.machine.isNeeded, checks: checks,
                isDeclined: isDeclined))
    }

    private func measure(_ row: inout FleetReport.Row, _ facts: Facts) async throws {
        guard let version = facts.view.version else { return }
        // Counted to the centre's newest commit, whatever the waves offer.
        let target = head.commit
        row.behind = try await centre.distance(from: version, to: target)
        row.behindTouching =
            row.behind == 0
            ? 0
            : try await centre.distance(
                from: version, to: target, touching: facts.consumer.sources(in: fleet))
    }

    private func result(
        _ facts: Facts, _ checks: CheckState
    ) -> (FleetReport.Result, String?) {
        let failed = checks == .failed ? "checks failed" : nil
        if let step = facts.machine.next {
            switch step {
            case .push, .open: return (.outdated, failed)
            case .update: return (.proposed, failed)
            case .close: return (.obsolete, nil)
            case .deleteBranch: return (.current, failed)
            }
        }
        switch facts.machine.ending {
        case .nothingToDo: return (.current, failed)
        case .upToDate, .branchOnly: return (.proposed, failed)
        case .declined(let number): return (.declined, "request #\(number) was closed")
        case .obsoleteWithForeignCommits:
            return (.obsolete, "people's commits are on the branch, so it is left alone")
        }
    }
}
