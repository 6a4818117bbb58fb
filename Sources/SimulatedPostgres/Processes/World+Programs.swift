import MigrationCore

/// The program: it observes, asks the plan, has one thing done, and observes again.
extension World {
    func proceed(_ process: ModelProcess) {
        guard process.isAlive, process.errand == nil else { return }
        if let until = process.hungUntil, until > now {
            return agenda.add(.wake(process: process.number), at: until + 1)
        }
        guard let machine = process.machine, let attempt = process.attempt else {
            return process.isGuardian ? exit(process, "done") : dispatch(.observe, by: process)
        }
        if machine.isOver { return dispatch(.close(attempt), by: process) }
        guard let effect = machine.next else { return }
        coverage.effects.insert(effect.name)
        if effect == .holdTraffic { arm(process, attempt) }
        dispatch(.effect(effect, attempt), by: process)
    }

    private func arm(_ process: ModelProcess, _ attempt: Attempt) {
        schedule(
            .deadline(process: process.number, attempt: attempt.number),
            after: scenario.shareToGoForward)
        for guardian in processes where guardian.role == .guardian(of: process.number) {
            guardian.armedAt = guardian.armedAt ?? now
        }
    }

    func deadlinePasses(_ process: ModelProcess, _ number: Int) {
        guard process.isAlive, process.attempt?.number == number, let before = process.machine
        else { return }
        if let until = process.hungUntil, until > now {
            return agenda.add(.deadline(process: process.number, attempt: number), at: until + 1)
        }
        process.machine?.apply(.deadlinePassed)
        guard process.machine != before else { return }
        visit(process)
        tell("\(process.number) has spent its share of the write pause")
        process.errand = nil
        proceed(process)
    }

    func learn(_ answer: Answer, _ process: ModelProcess) {
        switch answer {
        case .event(let event): learn(event, process)
        case .seen(let seen, let copy, let latest): decide(seen, copy, latest, process)
        case .done: finished(process)
        case .failed: schedule(.wake(process: process.number), after: dice.within(10...20))
        case .occupied: exit(process, "another run works on this migration")
        case .gone: exit(process, "there is no such migration any more")
        }
    }

    private func learn(_ event: Switchover.Event, _ process: ModelProcess) {
        process.machine?.apply(event)
        visit(process)
        if case .failed = event {
            schedule(.wake(process: process.number), after: dice.within(10...20))
        } else {
            proceed(process)
        }
    }

    /// Something other than an effect is done; closing an attempt ends it for this process.
    private func finished(_ process: ModelProcess) {
        if process.machine?.isOver == true {
            leaveAttempt(process)
            if process.attemptsLeft <= 0 { return exit(process, "gave up for now") }
            schedule(.wake(process: process.number), after: dice.within(5...60))
        } else {
            proceed(process)
        }
    }

    private func leaveAttempt(_ process: ModelProcess) {
        if case .abandoned(let reason) = process.machine?.state {
            coverage.abandoned += 1
            coverage.reasons.insert(reason.kind)
        } else {
            coverage.switchovers += 1
        }
        process.machine = nil
        process.attempt = nil
    }

    private func decide(
        _ seen: MigrationObservation, _ copy: Copy, _ latest: Int, _ process: ModelProcess
    ) {
        if let ending = process.goal.ending {
            if !seen.isBegun { return exit(process, fulfilling: process.goal) }
            if seen.openAttempt == nil, seen.ending == nil {
                return dispatch(.declare(ending), by: process)
            }
        }
        if process.hasSeenJournal, !seen.isBegun, laws.contains(.runsBeginOnce) {
            return exit(process, "somebody has ended it")
        }
        if seen.isBegun { process.hasSeenJournal = true }
        let step = plan.next(seen)
        coverage.steps.insert(step.kind)
        tell("\(process.number) plans \(step.kind)")
        switch step {
        case .ready: ready(seen, latest, process)
        case .settle(let attempt): settle(attempt, process)
        case .stop:
            seen.isBegun ? wayBackLost(process) : exit(process, "the source does not serve")
        case .catchUp: schedule(.wake(process: process.number), after: 15)
        default: if let work = step.work(seen, copy) { dispatch(work, by: process) }
        }
    }

    private func ready(_ seen: MigrationObservation, _ latest: Int, _ process: ModelProcess) {
        guard process.goal != .serve(seen.serving) else {
            return exit(process, fulfilling: process.goal)
        }
        guard process.attemptsLeft > 0 else { return exit(process, "gave up for now") }
        process.attemptsLeft -= 1
        var machine = Switchover(from: seen.serving)
        machine.apply(.requested)
        take(up: machine, Attempt(number: latest + 1, origin: seen.serving), process)
    }

    private func settle(_ attempt: Attempt, _ process: ModelProcess) {
        take(up: Switchover(settling: attempt.origin, because: .interrupted), attempt, process)
    }

    /// Before anything is held, somebody stands by who would let it go.
    private func take(up machine: Switchover, _ attempt: Attempt, _ process: ModelProcess) {
        process.machine = machine
        process.attempt = Attempt(number: attempt.number, origin: attempt.origin)
        visit(process)
        let guardian = start(.guardian(of: process.number), for: process.goal)
        guardian.attempt = process.attempt
        if machine.mayHoldTraffic { guardian.armedAt = now }
        schedule(.guardLooks(process: guardian.number), after: 10)
        proceed(process)
    }

    private func wayBackLost(_ process: ModelProcess) {
        if coverage.faults[.slotGone] == nil, coverage.faults[.slotLost] == nil {
            breaks(.goesOn, "the way back is lost, though no slot was")
        }
        wayBackIsLost = true
        coverage.endings.insert("way back lost")
        exit(process, "the way back is lost")
    }

    /// Notes where the machine of a process is.
    func visit(_ process: ModelProcess) {
        guard let state = process.machine?.state else { return }
        coverage.states.insert(state.kind)
        tell("\(process.number) is \(state.kind)")
    }
}

extension Goal {
    var ending: MigrationObservation.Ending? {
        switch self {
        case .finish: .finishing
        case .abort: .aborting
        case .serve: nil
        }
    }
}
