import MigrationCore
import PostgresClient

/// The two ends of one attempt, and what is done to them on either way out: by the program, by its
/// guard, and by a later run alike.
struct AttemptEnds: Sendable {
    let context: MigrationContext
    let origin: Side
    let number: Int
    /// Sessions with the first database, whose journal decides.
    let originHome: PostgresConnection
    let destinationHome: PostgresConnection
    /// One with each database.
    let destinations: [PostgresConnection]
    let fences: BothSides<SideFence>
    /// Those of ``destinations`` with triggers to wake.
    let asleep: [PostgresConnection]
    let gate: any TrafficGate
    /// They only look. That one of the other sessions ended is how a server's loss of memory is noticed, so
    /// a look must not open those again.
    let lookouts: BothSides<PostgresConnection>

    var destination: Side { origin.other }

    /// What the sessions of an attempt are for; see ``Crossing``.
    static let purposes = ["switchover", "certificate"]

    static func open(
        _ context: MigrationContext, _ attempt: Attempt, gate: any TrafficGate, purpose: String
    ) -> AttemptEnds {
        func sessions(_ side: Side) -> [PostgresConnection] {
            context.databases.map { context.servers[side].newConnection(to: $0, purpose: purpose) }
        }
        return AttemptEnds(
            context, attempt, origin: sessions(attempt.origin),
            destination: sessions(attempt.origin.other), gate: gate, purpose: purpose)
    }

    /// - Parameters:
    ///   - origin: a session with each database, the first one first.
    ///   - destination: the same on the other side.
    ///   - asleep: those of the destination where triggers were silenced; nil where nobody looked.
    init(
        _ context: MigrationContext, _ attempt: Attempt, origin: [PostgresConnection],
        destination: [PostgresConnection], asleep: [PostgresConnection]? = nil,
        gate: any TrafficGate, purpose: String
    ) {
        self.context = context
        func lookout(_ side: Side) -> PostgresConnection {
            context.servers[side].newConnection(to: context.home, purpose: purpose)
        }
        lookouts = BothSides(source: lookout(.source), target: lookout(.target))
        self.asleep = asleep ?? destination
        self.origin = attempt.origin
        destinations = destination
        number = attempt.number
        let here = SideFence(context, attempt.origin, origin)
        let there = SideFence(context, attempt.origin.other, destination)
        originHome = here.roles.connection
        destinationHome = there.roles.connection
        fences =
            attempt.origin == .source
            ? BothSides(source: here, target: there) : BothSides(source: there, target: here)
        self.gate = gate
    }

    /// Opens every session now, so that none is opened while traffic is held.
    func connect() async throws {
        try await gate.prepare()
        for side in Side.allCases {
            try await fences[side].connect()
            try await lookouts[side].connect()
        }
    }

    /// Performs an effect that settles or ends an attempt; the others are a crossing's.
    ///
    /// Where it would open a side or lead clients there for an attempt that others have settled and left
    /// behind, nothing is done: they decide by now. Traffic is let go all the same: a hold that comes
    /// late would stay for ever, and whoever is let go too early finds the side that is fenced.
    func perform(_ effect: Switchover.Effect) async throws -> Switchover.Event {
        if let side = effect.side(from: origin), await isOvertaken(on: side) {
            return .done(effect)
        }
        return try await act(effect)
    }

    private func act(_ effect: Switchover.Effect) async throws -> Switchover.Event {
        switch effect {
        case .decide(let seal):
            return .decided(
                try await Journal.decide(
                    number, .switched, end: seal.end, on: originHome, timeout: .seconds(10)))
        case .settle:
            return .decided(
                try await Journal.decide(
                    number, .abandoned, on: originHome, timeout: .seconds(10)))
        case .openDestination:
            try await wakeTriggers()
            try await fences[destination].lower(for: number, timeout: .seconds(10))
        case .redirectTraffic: try await gate.redirect(to: destination)
        case .reopenOrigin:
            try await fences[origin].lower(for: number, timeout: .seconds(10))
        case .restoreTraffic: try await gate.redirect(to: origin)
        case .releaseTraffic, .resumeTraffic: try await gate.release()
        case .begin, .holdTraffic, .fenceOrigin, .drain, .seal: break
        }
        return .done(effect)
    }

    /// Whether a later attempt began on a side, or the migration was ended there.
    ///
    /// A process can stand still for hours, with the machine it runs on, and its own sessions are ended
    /// by whoever goes on. A side that cannot be asked has begun nothing: clients do not wait for it.
    func isOvertaken(on side: Side) async -> Bool {
        for _ in 1...2 {
            do throws(PostgresError) {
                return try await Journal.hasAttempt(
                    after: number, on: lookouts[side], timeout: .seconds(2))
            } catch {
                if Journal.isMissing(error) { return true }
            }
        }
        return false
    }

    /// Clients' own writes fire them again.
    private func wakeTriggers() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for connection in asleep {
                group.addTask {
                    try await SilentTriggers(connection: connection).wake(timeout: .seconds(10))
                }
            }
            try await group.waitForAll()
        }
    }

    /// A commit on the destination that is on disk when it returns, and with it all that the
    /// server committed before.
    ///
    /// - Returns: where the server's log ends behind it.
    func commitDurably(timeout: Duration?) async throws(PostgresError) -> String? {
        try await destinationHome.execute(
            "\(flushing) COMMIT; SELECT pg_current_wal_insert_lsn()", timeout: timeout
        ).last?.single
    }

    /// What opened a side for clients was not flushed by itself, to keep the write pause short. A
    /// server that dies in this moment forgets it, and would shut out the clients that were led
    /// there; so it is opened again until it is known to be on disk.
    func secure(
        _ state: Switchover.State, complain: @Sendable (String) -> Void = { _ in }
    ) async {
        let (opening, home) =
            state == .switched
            ? (Switchover.Effect.openDestination, destinationHome) : (.reopenOrigin, originHome)
        for attempt in 1... {
            do {
                try await flush(home)
                return
            } catch {
                if attempt == 1 { complain("still making sure of \(opening.title): \(error)") }
                if await isOvertaken(on: state == .switched ? destination : origin) { return }
                try? await Task.sleep(for: .milliseconds(min(1000, 20 << min(attempt, 6))))
                _ = try? await perform(opening)
            }
        }
    }

    /// One synchronous commit flushes everything before it.
    private func flush(_ connection: PostgresConnection) async throws(PostgresError) {
        try await connection.execute("\(flushing) COMMIT", timeout: .seconds(10))
    }

    /// The same without a trace, before anybody is held.
    func rehearseFlush() async throws(PostgresError) {
        try await destinationHome.execute("\(flushing) ROLLBACK", timeout: .seconds(10))
    }

    private var flushing: String {
        """
        BEGIN; SET LOCAL synchronous_commit = on;
        INSERT INTO apus.seal (number, at) VALUES (\(number), clock_timestamp())
        ON CONFLICT (number) DO UPDATE SET at = clock_timestamp();
        """
    }

    /// The attempt is over, and ``secure(_:complain:)`` has said so.
    func conclude() async throws { try await Journal.close(number, on: originHome) }

    func close() async {
        for side in Side.allCases {
            await fences[side].close()
            await lookouts[side].close()
        }
        for connection in destinations { await connection.close() }
        await gate.close()
    }
}

extension Switchover.Effect {
    /// The side that this opens, or leads clients to; nil for everything else.
    fileprivate func side(from origin: Side) -> Side? {
        switch self {
        case .openDestination, .redirectTraffic: origin.other
        case .reopenOrigin, .restoreTraffic: origin
        case .begin, .holdTraffic, .fenceOrigin, .drain, .seal, .decide, .settle,
            .releaseTraffic, .resumeTraffic:
            nil
        }
    }
}
