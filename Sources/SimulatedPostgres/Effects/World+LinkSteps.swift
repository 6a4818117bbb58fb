import MigrationCore

/// The steps on links, each as its contract says.
extension World {
    func perform(_ step: LinkStep, _ errand: inout Errand) -> Errand.Progress {
        if case .split(let link) = step { return split(link, &errand) }
        let server = self[step.side]
        if let obstacle = obstacle(on: server, errand.work) { return obstacle }
        switch step {
        case .createSlot(let link): return createSlot(link, on: server)
        case .dropSlot(let link): server.slots = server.slots.filter { $0.key.link != link }
        case .advance(let link, let position): return advance(link, to: position, on: server)
        case .createSubscription(let link): createSubscriptions(link, on: server)
        case .dropSubscription(let link):
            server.subscriptions = server.subscriptions.filter { $0.key.link != link }
        case .enable(let link):
            guard server.subscriptions[Channel(link)] != nil else {
                return .answer(.failed("no such"))
            }
            for channel in subscribed(link, on: server) {
                server.subscriptions[channel]?.isEnabled = true
                schedule(.workerStarts(channel), after: dice.within(2...20))
            }
        case .disable(let link):
            for channel in subscribed(link, on: server) {
                server.subscriptions[channel]?.isEnabled = false
                schedule(.workerEnds(channel), after: dice.within(5...60))
            }
        case .awaitStop(let link):
            guard
                server.subscriptions.contains(where: { $0.key.link == link && $0.value.workerRuns })
            else { break }
            // Bounded, so that the plan can look again: somebody may have enabled it meanwhile.
            return now - errand.since > 200 ? .answer(.failed("it runs")) : .look(after: 4)
        case .split: break
        }
        return .answer(.done)
    }

    /// A dictionary's order is another in each run.
    private func subscribed(_ link: Link, on server: ModelServer) -> [Channel] {
        server.subscriptions.keys.filter { $0.link == link }.sorted()
    }

    /// The first one takes all parts; once it gave them away, what is missing is made again.
    private func createSubscriptions(_ link: Link, on server: ModelServer) {
        guard let first = server.subscriptions[Channel(link)] else {
            return server.subscriptions[Channel(link)] = ModelSubscription(parts: allParts)
        }
        guard first.parts == [0] else { return }
        for stream in allParts where server.subscriptions[Channel(link, stream)] == nil {
            server.subscriptions[Channel(link, stream)] = ModelSubscription(parts: [stream])
        }
    }

    private func createSlot(_ link: Link, on server: ModelServer) -> Errand.Progress {
        // Every second switchover is decided on this server.
        let decided = server.journal?.attempts.values.filter { $0.decision == .switched }.count
        let isInTime = server.fence.isClosed && decided == link.number / 2
        if laws.contains(.slotsAreMadeInTime), !isInTime {
            return .answer(.failed("it is too late for this link"))
        }
        let first = self[link.subscriber].subscriptions[Channel(link)]
        let missing = channels(link, first: first, isSplit: true).active.filter {
            server.slots[$0] == nil
        }
        guard !missing.isEmpty else { return .answer(.failed("it exists")) }
        for channel in missing { server.slots[channel] = ModelSlot(at: server.position) }
        return .answer(.done)
    }

    private func advance(
        _ link: Link, to position: LSN, on server: ModelServer
    ) -> Errand.Progress {
        guard server.slots[Channel(link)] != nil else { return .answer(.failed("no such slot")) }
        for (channel, slot) in server.slots where channel.link == link {
            server.slots[channel]?.position = max(slot.position, position)
        }
        if laws.contains(.advanceSurvivesCrash) { server.checkpoint() }
        return .answer(.done)
    }
}

extension LinkStep {
    /// The server on which it is done.
    var side: Side {
        switch self {
        case .createSlot(let link), .dropSlot(let link), .advance(let link, _): link.publisher
        case .createSubscription(let link), .enable(let link), .disable(let link),
            .awaitStop(let link), .dropSubscription(let link), .split(let link):
            link.subscriber
        }
    }
}
