import MigrationCore

/// The phases before a switchover and the end of a migration, as short as they can be.
extension World {
    func performPhase(_ errand: Errand) -> Errand.Progress {
        guard source.isUp, target.isUp else { return .answer(errand.work.failure("unreachable")) }
        if errand.work == .writeJournal { return writeJournal(errand) }
        if let obstacle = obstacle(on: source, errand.work) ?? obstacle(on: target, errand.work) {
            return obstacle
        }
        switch errand.work {
        case .copy: return copy(errand)
        case .build(let epoch): source.note { $0.builtEpoch = epoch }
        case .verify(let epoch): source.note { $0.verifiedEpoch = epoch }
        case .startOver(let copy): startOver(discarding: copy)
        default: break
        }
        return .answer(.done)
    }

    /// The source's journal comes last: with it the migration is begun.
    private func writeJournal(_ errand: Errand) -> Errand.Progress {
        let process = processes[errand.process]
        if wasCleared, process.isAlive, !process.hasSeenJournal { isBegunAgain = true }
        let server = errand.stage == 0 ? target : source
        if server.journal == nil { server.journal = ServerJournal() }
        return errand.stage == 0 ? .look(after: 2) : .answer(.done)
    }

    /// The snapshot lives as long as the process that exported it.
    private func copy(_ errand: Errand) -> Errand.Progress {
        if errand.stage == 0 {
            let hasSwitched =
                source.journal?.attempts.values.contains { $0.decision == .switched } ?? true
            let isLate = hasSwitched && laws.contains(.phasesLookAtTheirCopy)
            guard source.slots[Channel(Link(0))] == nil, !isLate else {
                return .answer(.failed("there is nothing to copy"))
            }
            let slot = ModelSlot(at: source.position, epoch: "\(errand.number)")
            source.slots[Channel(Link(0))] = slot
            copied[errand.number] = source.rows
            return .look(after: dice.within(10...60))
        }
        guard let rows = copied[errand.number],
            source.slots[Channel(Link(0))]?.epoch == "\(errand.number)"
        else { return .answer(.failed("the snapshot is gone")) }
        _ = target.commit(.copied(rows.sorted()), home: .source, synchronously: true)
        target.note { $0.loadedEpoch = "\(errand.number)" }
        source.note { $0.copiedEpoch = "\(errand.number)" }
        return .answer(.done)
    }

    /// Each half is one transaction that looks whether it finds what it is to discard.
    private func startOver(discarding copy: Copy) {
        let isLawful = laws.contains(.phasesLookAtTheirCopy)
        if !isLawful || target.journal?.loadedEpoch == copy.loaded {
            target.subscriptions = target.subscriptions.filter { $0.key.link != Link(0) }
            _ = target.commit(.truncation, home: .source, synchronously: true)
            target.note { $0.loadedEpoch = nil }
        }
        guard !isLawful || source.slots[Channel(Link(0))]?.epoch == copy.slot else { return }
        source.slots = source.slots.filter { $0.key.link != Link(0) }
        source.note {
            $0.copiedEpoch = nil
            $0.builtEpoch = nil
            $0.verifiedEpoch = nil
        }
    }

    /// On both sides: an attempt may begin on either.
    func declare(_ ending: MigrationObservation.Ending, _ errand: Errand) -> Errand.Progress {
        let server = errand.stage == 0 ? source : target
        if let obstacle = obstacle(on: server, errand.work) { return obstacle }
        let mayEnd = ending == .finishing || !verdicts.values.contains(.switched)
        guard server.journal?.hasOpenAttempt == false, mayEnd else {
            return .answer(.failed("an attempt stands in the way"))
        }
        server.note { $0.ending = ending }
        return errand.stage == 0 ? .look(after: 2) : .answer(.done)
    }

    /// The source's journal goes last: without it nobody would come back for the rest.
    func clearAway(_ ending: MigrationObservation.Ending, _ errand: Errand) -> Errand.Progress {
        let server = errand.stage == 0 ? target : source
        guard server.isUp else { return .answer(errand.work.failure("unreachable")) }
        if laws.contains(.endingStopsStatements) { stopStatements(but: errand.number) }
        server.subscriptions = [:]
        server.slots = [:]
        server.journal = nil
        wasCleared = true
        if ending == .aborting, server.side == .target {
            _ = server.commit(.truncation, home: .source, synchronously: true)
        }
        return errand.stage == 0 ? .look(after: 2) : .answer(.done)
    }

    func stopStatements(but number: Int) {
        for other in errands.values.sorted(by: { $0.number < $1.number })
        where other.number != number && other.answer == nil {
            errands[other.number]?.answer = other.work.failure("terminated")
            schedule(.hear(errand: other.number), after: 1)
        }
    }
}
