import MigrationCore

/// What the pooler does when it is told to, killed, or started again.
extension World {
    var poolerIsIdle: Bool {
        !clients.contains { !$0.isDirect && $0.transaction != nil }
    }

    func letTrafficGo() {
        pooler.isPaused = false
        heldFor = 0
        for number in clients.indices where clients[number].isHeld {
            clients[number].isHeld = false
            schedule(.client(number), after: 1)
        }
    }

    /// - Returns: false when the file is written, but nobody was there to read it.
    func point(to side: Side) -> Bool {
        pooler.fileSays = side
        if pooler.isUp { pooler.pointsAt = side }
        return pooler.isUp
    }

    func killPooler() {
        guard pooler.isUp else { return }
        pooler.isUp = false
        for number in clients.indices where !clients[number].isDirect {
            if let session = clients[number].session {
                self[session.side].sessions[session.number] = nil
            }
        }
        letTrafficGo()
        schedule(.poolerRises, after: dice.within(20...150))
    }

    func poolerRises() {
        pooler.rise()
        tell("pooler is back and points to the \(pooler.pointsAt)")
    }
}
