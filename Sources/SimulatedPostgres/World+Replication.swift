import MigrationCore

/// Logical replication: a worker on the subscriber applies what its publisher has flushed, in the
/// order of commits, whatever its origin, and commits without waiting for the disk.
extension World {
    func workerStarts(_ link: Link) {
        let publisher = self[link.publisher]
        let subscriber = self[link.subscriber]
        guard let subscription = subscriber.subscriptions[link], subscription.isEnabled,
            !subscription.workerRuns
        else { return }
        guard publisher.isUp, subscriber.isUp, let slot = publisher.slots[link], !slot.isLost else {
            return schedule(.workerStarts(link), after: 40)
        }
        subscriber.subscriptions[link]?.workerRuns = true
        subscriber.subscriptions[link]?.cursor = max(slot.position, subscription.progress)
        tell("worker of \(link.number) starts behind \(max(slot.position, subscription.progress))")
        move(link)
    }

    func workerEnds(_ link: Link) {
        let subscriber = self[link.subscriber]
        guard let subscription = subscriber.subscriptions[link], !subscription.isEnabled else {
            return
        }
        subscriber.subscriptions[link]?.workerRuns = false
    }

    /// Something was flushed that workers may carry.
    func wake(subscribersOf side: Side) {
        // Sorted, because a dictionary's order is another in each run.
        for link in self[side.other].subscriptions.keys.sorted() where link.publisher == side {
            if self[side.other].subscriptions[link]?.workerRuns == true { move(link) }
        }
    }

    private func move(_ link: Link) {
        guard let subscription = self[link.subscriber].subscriptions[link], !subscription.isMoving
        else { return }
        self[link.subscriber].subscriptions[link]?.isMoving = true
        schedule(.carry(link), after: dice.within(1...2) * applyFactor)
    }

    func carry(_ link: Link) {
        let publisher = self[link.publisher]
        let subscriber = self[link.subscriber]
        subscriber.subscriptions[link]?.isMoving = false
        guard let subscription = subscriber.subscriptions[link], subscription.workerRuns,
            publisher.isUp, let slot = publisher.slots[link], !slot.isLost
        else { return stopWorker(link) }
        var cursor = Int(subscription.cursor.position)
        while cursor < publisher.flushed, !publisher.log[cursor].isPublished { cursor += 1 }
        if cursor < publisher.flushed {
            apply(publisher.log[cursor], endingAt: cursor + 1, over: link)
            move(link)
        } else {
            subscriber.subscriptions[link]?.cursor = LSN(position: UInt64(cursor))
        }
        confirm(link)
    }

    private func stopWorker(_ link: Link) {
        guard self[link.subscriber].subscriptions[link]?.workerRuns == true else { return }
        self[link.subscriber].subscriptions[link]?.workerRuns = false
        schedule(.workerStarts(link), after: 30)
    }

    private func apply(_ commit: Commit, endingAt end: Int, over link: Link) {
        let subscriber = self[link.subscriber]
        tell("\(link.number) carries \(commit.change) to the \(link.subscriber)")
        if commit.home == subscriber.side {
            breaks(.noPingPong, "\(commit.change) came back to the \(subscriber.side)")
        }
        if !subscriber.commit(commit.change, home: commit.home, synchronously: false) {
            breaks(.noRowTwice, "\(commit.change) was on the \(subscriber.side) already")
        }
        let position = LSN(position: UInt64(end))
        subscriber.subscriptions[link]?.progress = position
        subscriber.subscriptions[link]?.cursor = position
        schedule(.flush(subscriber.side), after: 40)
    }

    func flushes(_ side: Side) {
        guard self[side].isUp else { return }
        self[side].flush()
        for link in self[side].subscriptions.keys { confirm(link) }
        wake(subscribersOf: side)
    }

    /// The publisher hears up to where its changes are safe on the subscriber.
    private func confirm(_ link: Link) {
        let publisher = self[link.publisher]
        let subscriber = self[link.subscriber]
        guard publisher.isUp, subscriber.flushed == subscriber.log.count,
            let subscription = subscriber.subscriptions[link], subscription.workerRuns,
            let slot = publisher.slots[link], slot.position < subscription.cursor
        else { return }
        publisher.slots[link]?.position = subscription.cursor
    }
}
