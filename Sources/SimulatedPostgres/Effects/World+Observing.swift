import MigrationCore

/// What one look at one server tells.
struct ServerView {
    let journal: ServerJournal?
    let slots: [Link: ModelSlot]
    let subscriptions: [Link: ModelSubscription]
    let flushed: LSN
    let isClosed: Bool

    init(_ server: ModelServer) {
        journal = server.journal
        slots = server.slots
        subscriptions = server.subscriptions
        flushed = server.flushedPosition
        isClosed = server.fence.isClosed
    }
}

/// Observing: the source first, the target a little later, as two sessions do.
extension World {
    func observe(_ errand: inout Errand) -> Errand.Progress {
        if errand.stage == 0 {
            guard source.isUp else { return .answer(.failed("the source is down")) }
            if let holder = lockHolder, holder != errand.process { return .answer(.occupied) }
            // Without its process a session ends, and the lock with it.
            if processes[errand.process].errand == errand.number { lockHolder = errand.process }
            errand.view = ServerView(source)
            return .look(after: dice.within(1...3))
        }
        guard target.isUp, let sourceView = errand.view else {
            return .answer(.failed("the target is down"))
        }
        let views = BothSides(source: sourceView, target: ServerView(target))
        let rows = attempts(views)
        let copy = Copy(
            slot: sourceView.slots[Link(0)]?.epoch, loaded: views.target.journal?.loadedEpoch)
        return .answer(.seen(observation(views, rows), copy, latest: rows.last?.number ?? 0))
    }

    private struct Numbered {
        let number: Int
        let origin: Side
        let row: ServerJournal.Row
    }

    private func attempts(_ views: BothSides<ServerView>) -> [Numbered] {
        var rows: [Numbered] = []
        for side in Side.allCases {
            for (number, row) in views[side].journal?.attempts ?? [:] {
                rows.append(Numbered(number: number, origin: side, row: row))
            }
        }
        return rows.sorted { ($0.number, $0.origin.rawValue) < ($1.number, $1.origin.rawValue) }
    }

    private func observation(
        _ views: BothSides<ServerView>, _ rows: [Numbered]
    ) -> MigrationObservation {
        var seen = MigrationObservation()
        seen.sourceIsClosed = views.source.isClosed
        guard let journal = views.source.journal else { return seen }
        seen.isBegun = true
        let isAgreed = views.target.journal == nil || views.target.journal?.ending != nil
        seen.ending = isAgreed ? journal.ending : nil
        let switched = rows.filter { $0.row.decision == .switched }
        seen.switchovers = switched.count
        seen.beginning = switched.last?.row.end
        seen.openAttempt = rows.last { !$0.row.isEnded }.map {
            Attempt(number: $0.number, origin: $0.origin, decision: $0.row.decision)
        }
        seen.epoch = views.source.slots[Link(0)]?.epoch
        seen.slotIsLost = views.source.slots[Link(0)]?.isLost ?? false
        seen.copiedEpoch = journal.copiedEpoch
        seen.builtEpoch = journal.builtEpoch
        seen.verifiedEpoch = journal.verifiedEpoch
        addLinks(&seen, views)
        return seen
    }

    private func addLinks(_ seen: inout MigrationObservation, _ views: BothSides<ServerView>) {
        for number in 0...(seen.switchovers + 1) {
            seen.links[Link(number)] = facts(Link(number), views)
        }
        let carrying = views[seen.carrying.subscriber].subscriptions[seen.carrying]
        guard let subscription = carrying, subscription.workerRuns,
            let slot = views[seen.carrying.publisher].slots[seen.carrying]
        else { return }
        seen.lagBytes = max(slot.position, subscription.progress)
            .bytesBehind(views[seen.carrying.publisher].flushed)
    }

    private func facts(_ link: Link, _ views: BothSides<ServerView>) -> LinkFacts {
        let slot = views[link.publisher].slots[link]
        let subscription = views[link.subscriber].subscriptions[link]
        return LinkFacts(
            slotPosition: slot?.position, slotIsLost: slot?.isLost ?? false,
            subscriptionExists: subscription != nil,
            subscriptionIsEnabled: subscription?.isEnabled ?? false,
            isCarrying: subscription?.workerRuns ?? false)
    }
}
