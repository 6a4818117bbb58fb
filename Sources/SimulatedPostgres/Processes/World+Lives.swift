import MigrationCore

/// Processes begin, hang and end; guards watch programs, and the operator starts them again.
extension World {
    func start(_ role: ModelProcess.Role, for goal: Goal) -> ModelProcess {
        let process = ModelProcess(number: processes.count, role: role, goal: goal)
        processes.append(process)
        tell("process \(process.number) starts: \(role) \(goal)")
        return process
    }

    func kill(_ process: ModelProcess) {
        guard process.isAlive else { return }
        tell("process \(process.number) is dead")
        end(process)
    }

    func hang(_ process: ModelProcess) {
        process.hungUntil = now + dice.pick([60, 300, 600, 1500])
    }

    func exit(_ process: ModelProcess, _ why: String) {
        tell("process \(process.number) exits: \(why)")
        end(process)
    }

    func exit(_ process: ModelProcess, fulfilling goal: Goal) {
        exit(process, "\(goal) is so")
        coverage.endings.insert(goal.kind)
        if goals.first == goal { goals.removeFirst() }
    }

    private func end(_ process: ModelProcess) {
        process.isAlive = false
        process.errand = nil
        // The guard of the next run counts from its own beginning.
        if process.isGuardian { heldFor = 0 }
        if lockHolder == process.number { lockHolder = nil }
    }

    /// Notices death at once, and after the write pause's whole budget also a hang.
    func guardLooks(_ guardian: ModelProcess) {
        guard guardian.isAlive, guardian.machine == nil, let attempt = guardian.attempt,
            case .guardian(let number) = guardian.role
        else { return }
        let program = processes[number]
        if program.isAlive {
            guard program.attempt == attempt else { return exit(guardian, "not needed") }
            let isLate = guardian.armedAt.map { now - $0 >= scenario.maxWritePause } ?? false
            guard isLate else { return schedule(.guardLooks(process: guardian.number), after: 12) }
            tell("guard \(guardian.number) has waited long enough")
            kill(program)
        }
        guardian.machine = Switchover(settling: attempt.origin, because: .interrupted)
        visit(guardian)
        proceed(guardian)
    }

    func operatorLooks() {
        schedule(.operatorLooks, after: dice.within(30...90))
        if wayBackIsLost, case .serve = goals.first { goals.removeFirst() }
        guard !processes.contains(where: { $0.isAlive && !$0.isGuardian }) else { return }
        if let goal = goals.first { return run(goal) }
        let isQuiet = now >= faults.quietAt && !processes.contains { $0.isAlive }
        guard isQuiet, clientsWrite else { return }
        schedule(.clientsStop, after: 150)
        schedule(.end, after: 2500)
        agenda.add(.clientsStop, at: now + 1)
    }

    func run(_ goal: Goal) { proceed(start(.program, for: goal)) }
}

extension Goal {
    var kind: String {
        switch self {
        case .serve(let side): "the \(side) serves"
        case .finish: "finished"
        case .abort: "aborted"
        }
    }
}
