import MigrationCore

/// Logical replication: a worker on the subscriber applies what its publisher has flushed, in the
/// order of commits, whatever its origin, and commits without waiting for the disk.
extension World {
    func workerStarts(_ channel: Channel) {
        let publisher = self[channel.publisher]
        let subscriber = self[channel.subscriber]
        guard let subscription = subscriber.subscriptions[channel], subscription.isEnabled,
            !subscription.workerRuns
        else { return }
        guard publisher.isUp, subscriber.isUp, let slot = publisher.slots[channel], !slot.isLost
        else {
            return schedule(.workerStarts(channel), after: 40)
        }
        subscriber.subscriptions[channel]?.workerRuns = true
        subscriber.subscriptions[channel]?.cursor = max(slot.position, subscription.progress)
        tell("worker of \(channel) starts behind \(max(slot.position, subscription.progress))")
        move(channel)
    }

    func workerEnds(_ channel: Channel) {
        let subscriber = self[channel.subscriber]
        guard let subscription = subscriber.subscriptions[channel], !subscription.isEnabled else {
            return
        }
        subscriber.subscriptions[channel]?.workerRuns = false
    }

    /// Something was flushed that workers may carry.
    func wake(subscribersOf side: Side) {
        // Sorted, because a dictionary's order is another in each run.
        for channel in self[side.other].subscriptions.keys.sorted() where channel.publisher == side
        {
            if self[side.other].subscriptions[channel]?.workerRuns == true { move(channel) }
        }
    }

    private func move(_ channel: Channel) {
        guard let subscription = self[channel.subscriber].subscriptions[channel],
            !subscription.isMoving
        else { return }
        self[channel.subscriber].subscriptions[channel]?.isMoving = true
        schedule(.carry(channel), after: dice.within(1...2) * applyFactor)
    }

    func carry(_ channel: Channel) {
        let publisher = self[channel.publisher]
        let subscriber = self[channel.subscriber]
        subscriber.subscriptions[channel]?.isMoving = false
        guard let subscription = subscriber.subscriptions[channel], subscription.workerRuns,
            publisher.isUp, let slot = publisher.slots[channel], !slot.isLost
        else { return stopWorker(channel) }
        var cursor = Int(subscription.cursor.position)
        func change(at place: Int) -> Commit.Change? {
            publisher.log[place].change.published(in: subscription.parts, of: scenario.parts)
        }
        while cursor < publisher.flushed, change(at: cursor) == nil { cursor += 1 }
        if cursor < publisher.flushed, let change = change(at: cursor) {
            let commit = Commit(change: change, home: publisher.log[cursor].home)
            apply(commit, endingAt: cursor + 1, over: channel)
            move(channel)
        } else {
            subscriber.subscriptions[channel]?.cursor = LSN(position: UInt64(cursor))
        }
        confirm(channel)
    }

    private func stopWorker(_ channel: Channel) {
        guard self[channel.subscriber].subscriptions[channel]?.workerRuns == true else { return }
        self[channel.subscriber].subscriptions[channel]?.workerRuns = false
        schedule(.workerStarts(channel), after: 30)
    }

    private func apply(_ commit: Commit, endingAt end: Int, over channel: Channel) {
        let subscriber = self[channel.subscriber]
        tell("\(channel) carries \(commit.change) to the \(channel.subscriber)")
        if commit.home == subscriber.side {
            breaks(.noPingPong, "\(commit.change) came back to the \(subscriber.side)")
        }
        if !subscriber.commit(commit.change, home: commit.home, synchronously: false) {
            breaks(.noRowTwice, "\(commit.change) was on the \(subscriber.side) already")
        }
        let position = LSN(position: UInt64(end))
        subscriber.subscriptions[channel]?.progress = position
        subscriber.subscriptions[channel]?.cursor = position
        schedule(.flush(subscriber.side), after: 40)
    }

    func flushes(_ side: Side) {
        guard self[side].isUp else { return }
        self[side].flush()
        for channel in self[side].subscriptions.keys { confirm(channel) }
        wake(subscribersOf: side)
    }

    /// The publisher hears up to where its changes are safe on the subscriber.
    private func confirm(_ channel: Channel) {
        let publisher = self[channel.publisher]
        let subscriber = self[channel.subscriber]
        guard publisher.isUp, subscriber.flushed == subscriber.log.count,
            let subscription = subscriber.subscriptions[channel], subscription.workerRuns,
            let slot = publisher.slots[channel], slot.position < subscription.cursor
        else { return }
        publisher.slots[channel]?.position = subscription.cursor
    }
}
