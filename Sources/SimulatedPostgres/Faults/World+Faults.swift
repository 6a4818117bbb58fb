import MigrationCore

/// Faults that strike a world at any instant, whatever it is about.
extension World {
    func strikeWorld(_ fault: Fault) {
        switch fault {
        case .crash, .restart, .poolerKilled, .cut: strikeMachines(fault)
        case .slotGone, .slotLost: strikeSlot(fault)
        case .secondOperator, .guardDies, .killed, .hangs: strikeProcesses(fault)
        case .slowApply:
            strike(fault, "twenty times")
            applyFactor = 20
            schedule(.applyIsQuickAgain, after: dice.within(100...900))
        case .longTransaction: nextTransactionIsLong = true
        default: break
        }
    }

    private func strikeMachines(_ fault: Fault) {
        let side: Side = dice.pick([.source, .target])
        switch fault {
        case .crash where self[side].isUp:
            strike(fault, side.rawValue)
            crash(side)
        case .restart where self[side].isUp:
            strike(fault, side.rawValue)
            self[side].shutDown()
            goDown(side, for: dice.within(20...80))
        case .poolerKilled where pooler.isUp:
            strike(fault, pooler.isPaused ? "while it holds traffic" : "while it works")
            killPooler()
        case .cut:
            strike(fault, side.rawValue)
            cutConnections(to: side)
        default: break
        }
    }

    func crash(_ side: Side) {
        guard self[side].isUp else { return }
        tell("the \(side) crashes")
        self[side].crash()
        goDown(side, for: dice.within(30...200))
    }

    private func goDown(_ side: Side, for duration: Milliseconds) {
        if side == .source { lockHolder = nil }
        schedule(.serverRises(side), after: duration)
    }

    func serverRises(_ side: Side) {
        self[side].rise()
        tell("the \(side) is up")
        for subscriber in [source, target] {
            for channel in subscriber.subscriptions.keys.sorted() {
                schedule(.workerStarts(channel), after: dice.within(5...30))
            }
        }
    }

    /// Every process loses its sessions on the side; a statement under way goes on.
    private func cutConnections(to side: Side) {
        if side == .source { lockHolder = nil }
        for process in processes where process.isAlive {
            guard let number = process.errand, let errand = errands[number], !errand.work.isTraffic
            else { continue }
            process.errand = nil
            process.machine?.apply(answer: errand.work.failure("connection lost"))
            visit(process)
            schedule(.wake(process: process.number), after: dice.within(10...20))
        }
    }

    private func strikeSlot(_ fault: Fault) {
        let slots = [source, target].flatMap { server in
            server.slots.keys.sorted().map { (server, $0) }
        }
        guard !slots.isEmpty else { return }
        let (server, channel) = dice.pick(slots)
        strike(fault, "\(channel) on the \(server.side)")
        if fault == .slotGone { server.slots[channel] = nil }
        server.slots[channel]?.isLost = true
    }

    private func strikeProcesses(_ fault: Fault) {
        if fault == .secondOperator, let goal = goals.first {
            strike(fault, goal.kind)
            return run(goal)
        }
        let alive = processes.filter { $0.isAlive && $0.isGuardian == (fault == .guardDies) }
        guard !alive.isEmpty else { return }
        let process = dice.pick(alive)
        strike(fault, "\(process.number)")
        if fault == .hangs { return hang(process) }
        kill(process)
    }
}
