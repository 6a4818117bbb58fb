import MigrationCore

/// The judge: it knows what happened and whether it may.
extension World {
    func breaks(_ promise: Promise, _ text: String) {
        tell("VIOLATION \(promise.rawValue): \(text)")
        guard violation == nil else { return }
        violation = Violation(promise: promise, time: now, text: text)
    }

    func checkBothSides() {
        if source.canCommitForClients, target.canCommitForClients {
            breaks(.oneSideWrites, "both servers can take a client's write")
        }
    }

    /// Counts only while somebody is there who could let traffic go: the server whose row tells
    /// what stands and the one that serves must be up, and a guard there.
    func countHold(_ passed: Milliseconds) {
        guard pooler.isPaused, passed > 0, source.isUp, target.isUp else { return }
        guard processes.contains(where: { $0.isOnGuard }) else { return }
        heldFor += passed
        coverage.longestHold = max(coverage.longestHold, heldFor)
        if heldFor > scenario.maxWritePause + scenario.slack {
            breaks(.heldBriefly, "traffic is held for \(heldFor) ms")
        }
    }

    /// Nobody wrote since the seal, and nobody will: the destination must have everything.
    func checkDecision(from origin: ModelServer, to destination: ModelServer) {
        if let lost = origin.rows.subtracting(destination.rows).min() {
            breaks(.noRowLost, "decided while row \(lost) is not on the \(destination.side)")
        }
        if !origin.sessions.isEmpty || !origin.fence.isClosed {
            breaks(.oneSideWrites, "decided while the \(origin.side) takes writes")
        }
    }

    func note(_ decision: Switchover.Decision, on side: Side, attempt: Int) {
        let key = "\(side) \(attempt)"
        if let before = verdicts[key], before != decision {
            breaks(
                .oneWinner, "attempt \(attempt) was \(before.rawValue), now \(decision.rawValue)")
        }
        verdicts[key] = decision
    }

    func checkEnd() {
        checkRows()
        checkTraffic()
        checkAttempts()
        checkRemains()
    }

    private func checkRows() {
        let rows = self[serving].rows
        for row in ledger.acknowledged where !rows.contains(row) {
            breaks(.noRowLost, "row \(row) was acknowledged and is not on the \(serving)")
        }
        for row in ledger.refused where rows.contains(row) {
            breaks(.noRowTwice, "row \(row) was refused and is on the \(serving)")
        }
        let link = Link(verdicts.values.filter { $0 == .switched }.count)
        if follows(link), !wayBackIsLost, rows != self[serving.other].rows {
            let missing = rows.symmetricDifference(self[serving.other].rows).sorted()
            breaks(.noRowLost, "the two sides differ by \(missing.prefix(9))")
        }
    }

    /// Every stream of a link is switched on, and has its slot.
    private func follows(_ link: Link) -> Bool {
        let subscriptions = self[link.subscriber].subscriptions.filter { $0.key.link == link }
        let slots = self[link.publisher].slots
        return !subscriptions.isEmpty
            && subscriptions.allSatisfy { $0.value.isEnabled && slots[$0.key]?.isLost == false }
    }

    private func checkTraffic() {
        if pooler.isPaused { breaks(.endsOrGivesBack, "traffic is still held") }
        if pooler.pointsAt != serving || pooler.fileSays != serving {
            breaks(.endsOrGivesBack, "traffic is pointed at the \(pooler.pointsAt)")
        }
        if self[serving].fence.isClosed {
            breaks(.endsOrGivesBack, "the \(serving) serves and is closed")
        }
        if !self[serving.other].fence.isClosed {
            breaks(.oneSideWrites, "the \(serving.other) does not serve and is open")
        }
    }

    private func checkAttempts() {
        for server in [source, target] {
            for (number, row) in server.journal?.attempts ?? [:]
            where row.decision == nil || !row.isEnded {
                breaks(.endsOrGivesBack, "attempt \(number) is still open")
            }
        }
        if !goals.isEmpty { breaks(.goesOn, "the operator still waits for \(goals)") }
    }

    /// A slot that nobody reads keeps the log for ever.
    private func checkRemains() {
        if isBegunAgain { return }
        let carrying = Link(verdicts.values.filter { $0 == .switched }.count)
        for channel in source.slots.keys.sorted() + target.slots.keys.sorted()
        where channel.link != carrying && channel.link != carrying.following && !wayBackIsLost {
            breaks(.nothingLeftBehind, "the slot of link \(channel) retains the log")
        }
        guard scenario.goals.last?.ending != nil else { return }
        for server in [source, target] {
            if !server.slots.isEmpty || !server.subscriptions.isEmpty || server.journal != nil {
                breaks(.nothingLeftBehind, "something is left on the \(server.side)")
            }
        }
    }
}
