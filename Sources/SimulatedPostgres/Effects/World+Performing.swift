import MigrationCore

/// What work does when it lands.
extension World {
    func perform(_ errand: inout Errand) -> Errand.Progress {
        if errand.stage == 0 { errand.since = now }
        return switch errand.work {
        case .observe: observe(&errand)
        case .effect(let effect, let attempt): perform(effect, of: attempt, &errand)
        case .link(let step): perform(step, &errand)
        case .addStreams: addStreams(errand)
        case .close(let attempt): close(attempt, errand)
        case .writeJournal, .copy, .build, .verify, .startOver: performPhase(errand)
        case .declare(let ending): declare(ending, errand)
        case .clearAway(let ending): clearAway(ending, errand)
        }
    }

    /// The reason why nothing can be done on a server now; nil when it can.
    func obstacle(on server: ModelServer, _ work: Work) -> Errand.Progress? {
        guard server.isUp else { return .answer(work.failure("the \(server.side) is down")) }
        return server.journal == nil ? .answer(.gone) : nil
    }

    private func close(_ attempt: Attempt, _ errand: Errand) -> Errand.Progress {
        let origin = self[attempt.origin]
        if let obstacle = obstacle(on: origin, errand.work) { return obstacle }
        origin.note { $0.attempts[attempt.number]?.isEnded = true }
        return .answer(.done)
    }
}
