import MigrationCore

/// The effects of a switchover, each as its contract says.
extension World {
    func perform(
        _ effect: Switchover.Effect, of attempt: Attempt, _ errand: inout Errand
    ) -> Errand.Progress {
        let server = self[effect.opensDestination ? attempt.origin.other : attempt.origin]
        let needsNoServer = errand.work.isTraffic || errand.stage > 0
        if !needsNoServer, let obstacle = obstacle(on: server, errand.work) { return obstacle }
        return switch effect {
        case .begin: begin(attempt, errand)
        case .fenceOrigin: fence(attempt, errand)
        case .drain: drain(attempt, errand)
        case .seal: seal(attempt, &errand)
        case .decide(let seal): decide(attempt, .switched, seal)
        case .settle: decide(attempt, .abandoned, nil)
        case .openDestination: openDestination(attempt)
        case .reopenOrigin: reopenOrigin(attempt)
        case .holdTraffic: hold(attempt, errand)
        case .redirectTraffic, .restoreTraffic: point(effect, attempt)
        case .releaseTraffic, .resumeTraffic: release(effect)
        }
    }

    private func row(_ attempt: Attempt) -> ServerJournal.Row? {
        self[attempt.origin].journal?.attempts[attempt.number]
    }

    private func begin(_ attempt: Attempt, _ errand: Errand) -> Errand.Progress {
        let origin = self[attempt.origin]
        if let row = row(attempt) {
            if let decision = row.decision { return .event(.decided(decision)) }
            return row.run == errand.process
                ? .event(.done(.begin)) : .event(.failed(.begin, "another run began it"))
        }
        let mayBegin =
            !origin.fence.isClosed && origin.journal?.hasOpenAttempt == false
            && origin.journal?.ending == nil
        guard mayBegin || !laws.contains(.effectsLookAtTheirAttempt) else {
            return .event(.failed(.begin, "the \(origin.side) does not serve, or is busy"))
        }
        origin.note { $0.attempts[attempt.number] = ServerJournal.Row(run: errand.process) }
        return .event(.done(.begin))
    }

    /// Closes the origin, then looks until nobody is left, the last time later than a session
    /// takes to start.
    private func fence(_ attempt: Attempt, _ errand: Errand) -> Errand.Progress {
        let origin = self[attempt.origin]
        guard origin.isUp else { return .event(.failed(.fenceOrigin, "connection lost")) }
        if errand.stage == 0 {
            if laws.contains(.effectsLookAtTheirAttempt) {
                guard let row = row(attempt) else {
                    return .event(.failed(.fenceOrigin, "no such attempt"))
                }
                if let decision = row.decision { return .event(.decided(decision)) }
            }
            origin.fence = Fence(isClosed: true, attempt: attempt.number)
            origin.note { _ in }
            tell("the \(origin.side) is closed")
        }
        let sawSomebody = origin.sessions.values.contains { $0 <= now }
        terminateVisibleSessions(on: origin)
        if sawSomebody { return .look(after: 1) }
        let isTooEarly = now <= errand.since + ModelServer.longestSessionStart
        return isTooEarly && laws.contains(.fenceWaitsForStartingSessions)
            ? .look(after: 2) : .event(.done(.fenceOrigin))
    }

    private func drain(_ attempt: Attempt, _ errand: Errand) -> Errand.Progress {
        let origin = self[attempt.origin]
        let destination = self[attempt.origin.other]
        if errand.stage == 0 {
            if laws.contains(.effectsLookAtTheirAttempt), let decision = row(attempt)?.decision {
                return .event(.decided(decision))
            }
            if !hasMarker(of: attempt, origin) || !laws.contains(.oneMarkerPerAttempt) {
                _ = origin.commit(
                    .marker(attempt: attempt.number, parts: allParts.sorted()), home: origin.side,
                    synchronously: true)
                wake(subscribersOf: origin.side)
            }
            return .look(after: 2)
        }
        guard destination.isUp else { return .event(.failed(.drain, "connection lost")) }
        return hasMarker(of: attempt, destination) ? .event(.done(.drain)) : .look(after: 2)
    }

    private func hasMarker(of attempt: Attempt, _ server: ModelServer) -> Bool {
        Markers(count: scenario.parts).haveArrived(
            "\(attempt.number)", reading: server.markers.map { "\($0)" })
    }

    private func seal(_ attempt: Attempt, _ errand: inout Errand) -> Errand.Progress {
        let origin = self[attempt.origin]
        let destination = self[attempt.origin.other]
        if errand.stage == 0 {
            if origin.wroteAfterMarker(of: attempt.number) {
                return .event(.failed(.seal, "somebody wrote after the marker"))
            }
            errand.sequence = origin.sequence
            return .send(after: 1)
        }
        guard destination.isUp else { return .event(.failed(.seal, "connection lost")) }
        if laws.contains(.sealSeesTheMarker), !hasMarker(of: attempt, destination) {
            return .event(.failed(.seal, "the marker is gone"))
        }
        destination.sequence =
            laws.contains(.sequencesOnlyRise)
            ? max(destination.sequence, errand.sequence) : errand.sequence
        destination.note { _ in }
        return .event(.sealed(Seal(end: destination.position)))
    }

    /// Writes a decision unless one stands, and says what stands.
    private func decide(
        _ attempt: Attempt, _ wanted: Switchover.Decision, _ seal: Seal?
    ) -> Errand.Progress {
        let origin = self[attempt.origin]
        var decision = row(attempt)?.decision
        if decision == nil {
            decision = wanted
            origin.note {
                $0.attempts[attempt.number, default: ServerJournal.Row(run: -1)].decision = wanted
                $0.attempts[attempt.number]?.end = seal?.end
            }
            tell("attempt \(attempt.number) is \(wanted.rawValue)")
            if wanted == .switched {
                checkDecision(from: origin, to: self[attempt.origin.other])
                serving = attempt.origin.other
            }
        }
        let verdict = decision ?? wanted
        note(verdict, on: origin.side, attempt: attempt.number)
        return .event(.decided(verdict))
    }

    private func openDestination(_ attempt: Attempt) -> Errand.Progress {
        let destination = self[attempt.origin.other]
        if destination.fence.attempt < attempt.number || !laws.contains(.effectsLookAtTheirAttempt)
        {
            destination.fence = Fence(isClosed: false, attempt: attempt.number)
            destination.note { _ in }
            tell("the \(destination.side) is open")
        }
        return .event(.done(.openDestination))
    }

    private func reopenOrigin(_ attempt: Attempt) -> Errand.Progress {
        let origin = self[attempt.origin]
        if origin.fence.attempt == attempt.number || !laws.contains(.effectsLookAtTheirAttempt) {
            origin.fence.isClosed = false
            origin.note { _ in }
            tell("the \(origin.side) is open again")
        }
        return .event(.done(.reopenOrigin))
    }
}

/// The effects on traffic.
extension World {
    private func hold(_ attempt: Attempt, _ errand: Errand) -> Errand.Progress {
        guard pooler.isUp else { return .event(.failed(.holdTraffic, "no pooler")) }
        if errand.stage == 0 {
            let decision = self[attempt.origin].journal?.attempts[attempt.number]?.decision
            if laws.contains(.trafficFollowsTheFence), let decision {
                return .event(.decided(decision))
            }
            pooler.isPaused = true
            tell("traffic is held")
        }
        guard pooler.isPaused else { return .event(.failed(.holdTraffic, "traffic goes on")) }
        return poolerIsIdle ? .event(.done(.holdTraffic)) : .look(after: 2)
    }

    private func point(_ effect: Switchover.Effect, _ attempt: Attempt) -> Errand.Progress {
        let side = effect == .redirectTraffic ? attempt.origin.other : attempt.origin
        if laws.contains(.trafficFollowsTheFence) {
            guard self[side].isUp else { return .event(.failed(effect, "the \(side) is down")) }
            if self[side].fence.isClosed { return .event(.done(effect)) }
        }
        guard point(to: side) else { return .event(.failed(effect, "no pooler")) }
        tell("traffic is pointed at the \(side)")
        return .event(.done(effect))
    }

    private func release(_ effect: Switchover.Effect) -> Errand.Progress {
        guard pooler.isUp else { return .event(.failed(effect, "no pooler")) }
        letTrafficGo()
        tell("traffic goes on")
        return .event(.done(effect))
    }
}

extension Switchover.Effect {
    /// Every other effect on a server begins on the origin.
    var opensDestination: Bool { self == .openDestination }
}
