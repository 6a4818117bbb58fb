import MigrationCore

/// The steps on links, each as its contract says.
extension World {
    func perform(_ step: LinkStep, _ errand: Errand) -> Errand.Progress {
        let server = self[step.side]
        if let obstacle = obstacle(on: server, errand.work) { return obstacle }
        switch step {
        case .createSlot(let link): return createSlot(link, on: server)
        case .dropSlot(let link): server.slots[link] = nil
        case .advance(let link, let position): return advance(link, to: position, on: server)
        case .createSubscription(let link):
            if server.subscriptions[link] == nil { server.subscriptions[link] = .init() }
        case .dropSubscription(let link): server.subscriptions[link] = nil
        case .enable(let link):
            guard server.subscriptions[link] != nil else { return .answer(.failed("no such")) }
            server.subscriptions[link]?.isEnabled = true
            schedule(.workerStarts(link), after: dice.within(2...20))
        case .disable(let link):
            server.subscriptions[link]?.isEnabled = false
            schedule(.workerEnds(link), after: dice.within(5...60))
        case .awaitStop(let link):
            guard server.subscriptions[link]?.workerRuns == true else { break }
            // Bounded, so that the plan can look again: somebody may have enabled it meanwhile.
            return now - errand.since > 200 ? .answer(.failed("it runs")) : .look(after: 4)
        }
        return .answer(.done)
    }

    private func createSlot(_ link: Link, on server: ModelServer) -> Errand.Progress {
        // Every second switchover is decided on this server.
        let decided = server.journal?.attempts.values.filter { $0.decision == .switched }.count
        let isInTime = server.fence.isClosed && decided == link.number / 2
        if laws.contains(.slotsAreMadeInTime), !isInTime {
            return .answer(.failed("it is too late for this link"))
        }
        guard server.slots[link] == nil else { return .answer(.failed("it exists")) }
        server.slots[link] = ModelSlot(at: server.position)
        return .answer(.done)
    }

    private func advance(
        _ link: Link, to position: LSN, on server: ModelServer
    ) -> Errand.Progress {
        guard let slot = server.slots[link] else { return .answer(.failed("no such slot")) }
        server.slots[link]?.position = max(slot.position, position)
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
            .awaitStop(let link), .dropSubscription(let link):
            link.subscriber
        }
    }
}
