import MigrationCore

/// Giving each part of the tables a stream of its own: look at the subscriber, copy the slot on the
/// publisher, hand the tables over on the subscriber.
extension World {
    var allParts: Set<Int> { Set(0..<scenario.parts) }

    /// The streams of a link that carry, or would: all of them once the first one gave its tables
    /// away.
    func channels(
        _ link: Link, first: ModelSubscription?, isSplit: Bool
    ) -> (active: [Channel], isWide: Bool) {
        let isNarrow = first?.parts == [0] && scenario.parts > 1
        let channels = isNarrow ? (0..<scenario.parts).map { Channel(link, $0) } : [Channel(link)]
        return (channels, isSplit && scenario.parts > 1 && !isNarrow)
    }

    func addStreams(_ errand: Errand) -> Errand.Progress {
        if let obstacle = obstacle(on: source, errand.work) { return obstacle }
        source.note { $0.isSplit = true }
        return .answer(.done)
    }

    func split(_ link: Link, _ errand: inout Errand) -> Errand.Progress {
        let publisher = self[link.publisher]
        let subscriber = self[link.subscriber]
        if errand.stage == 1 { return copySlots(link, on: publisher, errand) }
        if let obstacle = obstacle(on: subscriber, errand.work) { return obstacle }
        guard let first = subscriber.subscriptions[Channel(link)] else {
            return .answer(.failed("no such subscription"))
        }
        guard first.parts != [0] else { return .answer(.done) }
        guard !first.isEnabled, !first.workerRuns else { return .answer(.failed("it carries")) }
        if errand.stage == 0 {
            // Every command ends what an earlier one left running before it begins.
            stopStatements(but: errand.number)
            if laws.contains(.splitKeepsWhatWasApplied) { subscriber.flush() }
            errand.progress = first.progress
            return .send(after: 1)
        }
        guard first.progress == errand.progress else { return .answer(.failed("it moved on")) }
        return handOver(link, on: subscriber)
    }

    private func copySlots(
        _ link: Link, on publisher: ModelServer, _ errand: Errand
    ) -> Errand.Progress {
        if let obstacle = obstacle(on: publisher, errand.work) { return obstacle }
        guard let first = publisher.slots[Channel(link)], !first.isLost else {
            return .answer(.failed("there is no slot to copy"))
        }
        let position = max(first.position, errand.progress)
        publisher.slots[Channel(link)]?.position = position
        for stream in allParts.sorted().dropFirst() {
            let there = publisher.slots[Channel(link, stream)]
            if there?.position == position, there?.isLost == false { continue }
            // A copy is on disk when it is there.
            publisher.slots[Channel(link, stream)] = ModelSlot(at: position)
        }
        return .send(after: 1)
    }

    private func handOver(_ link: Link, on subscriber: ModelServer) -> Errand.Progress {
        for stream in allParts.sorted().dropFirst() {
            subscriber.subscriptions[Channel(link, stream)] = ModelSubscription(parts: [stream])
        }
        subscriber.subscriptions[Channel(link)]?.parts = [0]
        tell("link \(link.number) has \(scenario.parts) streams")
        return .answer(.done)
    }
}
