import MigrationCore

/// Work on its way from a process to the servers and back, and what meets it there.
extension World {
    func dispatch(_ work: Work, by process: ModelProcess) {
        nextErrand += 1
        coverage.work.insert(work.name)
        var errand = Errand(number: nextErrand, process: process.number, work: work)
        errand.fault = drawFault(for: errand, by: process)
        errands[errand.number] = errand
        process.errand = errand.number
        set(out: errand, process)
    }

    private func drawFault(for errand: Errand, by process: ModelProcess) -> Fault? {
        if let aimed = faults.aimed[errand.number] { return aimed }
        guard now < faults.quietAt, dice.happens(perMille: faults.perMille) else { return nil }
        let fault = dice.pick(faults.ofWork)
        if process.isGuardian, fault.strikesProcess { return nil }
        // A command on the pooler's console does not outlive its connection for long.
        return errand.work.isTraffic && fault == .landsLate ? nil : fault
    }

    /// What happens before the work is sent.
    private func set(out errand: Errand, _ process: ModelProcess) {
        func note() {
            guard let fault = errand.fault else { return }
            strike(fault, "\(process.number) \(errand.work.name)")
        }
        let number = errand.number
        switch errand.fault {
        case .diesBefore:
            note()
            kill(process)
        case .hangsBefore, .overtaken:
            note()
            hang(process)
            if errand.fault == .overtaken { overtake(process) }
            agenda.add(.depart(errand: number), at: process.hungUntil ?? now)
        case .refused:
            note()
            errands[number]?.answer = errand.work.failure("refused")
            schedule(.hear(errand: number), after: dice.within(1...5))
        default: depart(number)
        }
    }

    /// Unknown to it, its session ended, and with it the lock.
    private func overtake(_ process: ModelProcess) {
        process.hungUntil = now + dice.pick([60, 150, 350])
        lockHolder = nil
        if let goal = goals.first { run(goal) }
    }

    func depart(_ number: Int) {
        guard let errand = errands[number] else { return }
        let process = processes[errand.process]
        guard process.isAlive else { return errands[number] = nil }
        tell("\(process.number) \(errand.work)")
        var delay = dice.within(1...3)
        switch errand.fault {
        case .slow:
            strike(.slow, errand.work.name)
            delay += dice.within(20...120)
        case .landsLate:
            strike(.landsLate, errand.work.name)
            delay = dice.pick([20, 100, 400, 1500])
            reportFailure(of: errand)
        case .diesDuring:
            strike(.diesDuring, "\(process.number) \(errand.work.name)")
            schedule(.kill(process: process.number), after: 1)
            delay = errand.work.isTraffic ? 2 : dice.pick([2, 20, 100, 400, 1500])
        case .crashesHere:
            strike(.crashesHere, errand.work.name)
            crash(dice.pick([.source, .target]))
        default: break
        }
        schedule(.land(errand: number), after: delay)
    }

    /// The process gives the answer up; the work goes on without it.
    private func reportFailure(of errand: Errand) {
        let process = processes[errand.process]
        process.errand = nil
        process.machine?.apply(answer: errand.work.failure("no answer"))
        visit(process)
        schedule(.wake(process: process.number), after: dice.within(10...20))
    }

    func land(_ number: Int) {
        guard var errand = errands[number] else { return }
        let process = processes[errand.process]
        if errand.isLooking {
            guard process.isAlive, process.errand == number else { return errands[number] = nil }
            if let until = process.hungUntil, until > now {
                return agenda.add(.land(errand: number), at: until + 1)
            }
        }
        switch perform(&errand) {
        case .look(let delay):
            errand.isLooking = true
            sendOn(errand, after: delay)
        case .send(let delay):
            errand.isLooking = false
            sendOn(errand, after: delay)
        case .answer(let answer):
            errand.answer = answer
            errands[number] = errand
            carryBack(errand, process)
        }
    }

    private func sendOn(_ errand: Errand, after delay: Milliseconds) {
        var errand = errand
        errand.stage += 1
        errands[errand.number] = errand
        let isLate = errand.fault == .landsLate || errand.fault == .diesDuring
        schedule(
            .land(errand: errand.number),
            after: isLate && !errand.isLooking ? dice.pick([2, 50, 400]) : delay)
    }

    /// What happens when the work is done, before its process knows.
    private func carryBack(_ errand: Errand, _ process: ModelProcess) {
        let number = errand.number
        switch errand.fault {
        case .diesAfter where process.isAlive:
            strike(.diesAfter, "\(process.number) \(errand.work.name)")
            kill(process)
        case .hangsAfter where process.isAlive:
            strike(.hangsAfter, "\(process.number) \(errand.work.name)")
            hang(process)
        case .replyLost:
            strike(.replyLost, errand.work.name)
            errands[number]?.answer = errand.work.failure("reply lost")
        case .twice:
            strike(.twice, errand.work.name)
            again(errand)
        case .crashesThere:
            strike(.crashesThere, errand.work.name)
            crash(dice.pick([.source, .target]))
        case .poolerFalls:
            strike(.poolerFalls, errand.work.name)
            killPooler()
        default: break
        }
        schedule(.hear(errand: number), after: dice.within(1...3))
    }

    /// The same statement once more, for nobody.
    private func again(_ errand: Errand) {
        nextErrand += 1
        var second = Errand(number: nextErrand, process: errand.process, work: errand.work)
        second.sequence = errand.sequence
        errands[second.number] = second
        schedule(
            .land(errand: second.number), after: errand.work.isTraffic ? 0 : dice.pick([0, 5, 60]))
    }

    func hear(_ number: Int) {
        guard let errand = errands[number], let answer = errand.answer else { return }
        let process = processes[errand.process]
        guard process.isAlive else { return errands[number] = nil }
        if let until = process.hungUntil, until > now {
            return agenda.add(.hear(errand: number), at: until + 1)
        }
        errands[number] = nil
        if errand.fault == .diesKnowing {
            strike(.diesKnowing, "\(process.number) \(errand.work.name)")
            return kill(process)
        }
        if process.errand == number {
            process.errand = nil
            learn(answer, process)
        } else if case .effect(_, let attempt) = errand.work, attempt == process.attempt {
            // A late answer: the machine must know what to make of it.
            process.machine?.apply(answer: answer)
            visit(process)
        }
    }
}

extension Switchover {
    /// Hears an answer if it is one to an effect.
    mutating func apply(answer: Answer) {
        if case .event(let event) = answer { apply(event) }
    }
}
