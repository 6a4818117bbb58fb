import MigrationCore

/// What one look at one server tells.
struct ServerView {
    let journal: ServerJournal?
    let slots: [Channel: ModelSlot]
    let subscriptions: [Channel: ModelSubscription]
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
            slot: sourceView.slots[Channel(Link(0))]?.epoch,
            loaded: views.target.journal?.loadedEpoch)
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
        seen.epoch = views.source.slots[Channel(Link(0))]?.epoch
        seen.slotIsLost = views.source.slots[Channel(Link(0))]?.isLost ?? false
        seen.maySplit = scenario.parts > 1
        seen.isSplit = journal.isSplit
        seen.copiedEpoch = journal.copiedEpoch
        seen.builtEpoch = journal.builtEpoch
        seen.verifiedEpoch = journal.verifiedEpoch
        addLinks(&seen, views)
        return seen
    }

    private func addLinks(_ seen: inout MigrationObservation, _ views: BothSides<ServerView>) {
        for number in 0...(seen.switchovers + 1) {
            seen.links[Link(number)] = facts(Link(number), views, seen)
        }
        let carrying = channels(seen.carrying, views, isSplit: seen.isSplit).active
        var lags: [UInt64] = []
        for channel in carrying {
            guard let subscription = views[channel.subscriber].subscriptions[channel],
                subscription.workerRuns, let slot = views[channel.publisher].slots[channel]
            else { return }
            lags.append(
                max(slot.position, subscription.progress)
                    .bytesBehind(views[channel.publisher].flushed))
            seen.fallsBehind =
                scenario.fallsBehind && !seen.isSplit && subscription.progress > LSN(position: 0)
        }
        seen.lagBytes = seen.fallsBehind ? .max : lags.max()
    }

    private func channels(
        _ link: Link, _ views: BothSides<ServerView>, isSplit: Bool
    ) -> (active: [Channel], isWide: Bool) {
        channels(
            link, first: views[link.subscriber].subscriptions[Channel(link)], isSplit: isSplit)
    }

    /// A link that should end is there while any stream of it is, and one that should carry when
    /// all are.
    private func facts(
        _ link: Link, _ views: BothSides<ServerView>, _ seen: MigrationObservation
    ) -> LinkFacts {
        let isEnding = link < seen.carrying
        let (active, isWide) = channels(link, views, isSplit: seen.isSplit)
        let channels = isEnding ? (0..<scenario.parts).map { Channel(link, $0) } : active
        let slots = channels.map { views[link.publisher].slots[$0] }
        let subscriptions = channels.map { views[link.subscriber].subscriptions[$0] }
        let there = slots.compactMap { $0 }
        let subscribed = subscriptions.compactMap { $0 }
        let isWhole = subscribed.count == channels.count
        return LinkFacts(
            slotPosition: isEnding || there.count == channels.count
                ? there.map(\.position).min() : nil,
            slotIsLost: there.contains(where: \.isLost),
            subscriptionExists: isEnding ? !subscribed.isEmpty : isWhole,
            subscriptionIsEnabled: isEnding
                ? subscribed.contains(where: \.isEnabled)
                : isWhole && subscribed.allSatisfy(\.isEnabled),
            isCarrying: subscribed.contains(where: \.workerRuns), isWide: isWide)
    }
}
