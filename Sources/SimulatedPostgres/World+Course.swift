import MigrationCore

/// The course of events: what happens next, and how a world begins and ends.
extension World {
    /// Far more than any world needs that gets on.
    private var patience: Milliseconds { faults.quietAt + 30_000 }

    func run() {
        begin()
        while violation == nil, !isOver, let (time, happening) = agenda.next() {
            pass(to: time)
            happen(happening)
            checkBothSides()
        }
        if violation == nil { checkEnd() }
        coverage.acknowledged = ledger.acknowledged.count
        coverage.worlds = 1
    }

    private func begin() {
        for number in 0..<(scenario.pooledClients + scenario.directClients) {
            clients.append(ModelClient(isDirect: number >= scenario.pooledClients))
            schedule(.client(number), after: dice.below(20))
        }
        for side in Side.allCases { schedule(.checkpoint(side), after: dice.within(100...900)) }
        for strike in faults.strikes { schedule(.strike(strike.fault), after: strike.time) }
        schedule(.operatorLooks, after: 1)
    }

    private func pass(to time: Milliseconds) {
        countHold(time - now)
        now = time
        if now > patience { breaks(.goesOn, "no end is in sight") }
    }

    private func happen(_ happening: Happening) {
        switch happening {
        case .depart(let errand): depart(errand)
        case .land(let errand): land(errand)
        case .hear(let errand): hear(errand)
        case .wake(let process): proceed(processes[process])
        case .kill(let process): kill(processes[process])
        case .deadline(let process, let attempt): deadlinePasses(processes[process], attempt)
        case .guardLooks(let process): guardLooks(processes[process])
        case .operatorLooks: operatorLooks()
        case .client(let number): clientMoves(number)
        case .strike(let fault): strikeWorld(fault)
        case .clientsStop: clientsWrite = false
        case .end: isOver = true
        default: happenToServers(happening)
        }
    }

    private func happenToServers(_ happening: Happening) {
        switch happening {
        case .workerStarts(let channel): workerStarts(channel)
        case .workerEnds(let channel): workerEnds(channel)
        case .carry(let channel): carry(channel)
        case .flush(let side): flushes(side)
        case .checkpoint(let side):
            if self[side].isUp { self[side].checkpoint() }
            schedule(.checkpoint(side), after: dice.within(300...1200))
        case .serverRises(let side): serverRises(side)
        case .poolerRises: poolerRises()
        case .applyIsQuickAgain: applyFactor = 1
        default: break
        }
    }
}
