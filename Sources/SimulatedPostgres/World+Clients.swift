import MigrationCore

/// Clients: each takes a value from the sequence, writes a row under it, and notes the answer.
extension World {
    func clientMoves(_ number: Int) {
        if let transaction = clients[number].transaction {
            commit(transaction, of: number)
        } else if clientsWrite {
            start(number)
        }
    }

    private func rest(_ number: Int) { schedule(.client(number), after: dice.within(10...40)) }

    private func start(_ number: Int) {
        if !clients[number].isDirect {
            guard pooler.isUp else { return rest(number) }
            guard !pooler.isPaused else { return clients[number].isHeld = true }
        }
        let side = address(of: number)
        guard let session = session(of: number, on: side) else { return rest(number) }
        if self[side].sessions[session] ?? 0 > now {
            return schedule(.client(number), after: 2)
        }
        begin(number, on: side, in: session)
    }

    /// A client that bypasses the pooler tries either server: it must not matter.
    private func address(of number: Int) -> Side {
        guard clients[number].isDirect else { return pooler.pointsAt }
        if let session = clients[number].session, isOpen(session) { return session.side }
        return dice.pick([.source, .target])
    }

    private func isOpen(_ session: ModelClient.Session) -> Bool {
        self[session.side].sessions[session.number] != nil
    }

    /// The session it has, or a new one if the server lets it in.
    private func session(of number: Int, on side: Side) -> Int? {
        if let session = clients[number].session {
            if session.side == side, isOpen(session) { return session.number }
            self[session.side].sessions[session.number] = nil
            clients[number].session = nil
        }
        guard self[side].isUp, !self[side].fence.isClosed else { return nil }
        nextSession += 1
        self[side].sessions[nextSession] = now + dice.within(0...ModelServer.longestSessionStart)
        clients[number].session = ModelClient.Session(number: nextSession, side: side)
        return nextSession
    }

    private func begin(_ number: Int, on side: Side, in session: Int) {
        self[side].sequence += 1
        let row = self[side].sequence
        if !ledger.handedOut.insert(row).inserted {
            breaks(.sequencesNeverRepeat, "the \(side) handed out \(row) again")
        }
        clients[number].transaction = ModelClient.Transaction(
            row: row, session: session, side: side)
        var length = dice.within(1...12)
        if nextTransactionIsLong {
            nextTransactionIsLong = false
            length = dice.within(200...700)
            strike(.longTransaction, "row \(row)")
        }
        schedule(.client(number), after: length)
    }

    private func commit(_ transaction: ModelClient.Transaction, of number: Int) {
        clients[number].transaction = nil
        rest(number)
        let server = self[transaction.side]
        guard server.sessions[transaction.session] != nil else {
            return ledger.refused.append(transaction.row)
        }
        if transaction.side != serving {
            breaks(.oneSideWrites, "the \(server.side) took row \(transaction.row) without serving")
        }
        if !server.commit(.row(transaction.row), home: server.side, synchronously: true) {
            breaks(.noRowTwice, "\(transaction.row) was on the \(server.side) already")
        }
        tell("client \(number) writes \(transaction.row) to the \(server.side)")
        wake(subscribersOf: server.side)
        if dice.happens(perMille: 30) {
            ledger.unknown.append(transaction.row)
        } else {
            ledger.acknowledged.append(transaction.row)
        }
    }

    /// Ends every session that others can see.
    func terminateVisibleSessions(on server: ModelServer) {
        for (session, visibleAt) in server.sessions where visibleAt <= now {
            server.sessions[session] = nil
        }
    }
}
