import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// The steps between fence and decision.
extension Crossing {
    /// Shuts clients out and sees that none is left, so that no write can be in flight.
    func fence(_ left: @Sendable @escaping () -> Duration) async throws {
        let fence = ends.fences[origin]
        guard !fence.guards.isEmpty else {
            let found = try await sessionWatch.expel(raising: fence.roles, timeout: left())
            return try await awaitExpulsion(of: found, left) {
                try await sessionWatch.expel(timeout: left())
            }
        }
        try await fence.raise(timeout: left())
        // Where tables are guarded, clients may log in all the time, but whoever comes after the
        // guard closed cannot write.
        let raised = try await ends.originHome.query(
            "SELECT clock_timestamp()", timeout: left()
        ).single
        let expel = { try await fence.roles.expel(before: raised, timeout: left()) }
        try await awaitExpulsion(of: try await expel(), left, expel)
    }

    private func awaitExpulsion(
        of sessions: Int, _ left: () -> Duration, _ expel: () async throws -> Int
    ) async throws {
        var found = sessions
        while found > 0 {
            guard left() > .zero else {
                throw Diagnostic(
                    .error, "switchover.sessions-left",
                    "\(found) sessions did not end on the \(origin)")
            }
            try await Task.sleep(for: .milliseconds(1))
            found = try await expel()
        }
    }

    /// Writes a marker as the last commit and waits until it is visible on the other side.
    ///
    /// Changes are applied in the order of their commits, so everything before it is there too:
    /// each stream brings a marker of its own, and all were written by the one transaction.
    ///
    /// - Returns: the highest transaction number that the markers took.
    func drain(
        _ round: Int, _ left: @Sendable @escaping () -> Duration
    ) async throws -> UInt64 {
        let marker = "\(token)/\(round)"
        return try await eachLane { lane in
            // Flushed, because only flushed log is sent; the fence goes with it.
            let written = try await lane.origin.execute(
                """
                BEGIN; SET LOCAL synchronous_commit = on;
                \(lane.markers.writing(marker)); COMMIT
                """, timeout: left())
            try await awaitMarker(marker, lane, left)
            return written.first { !$0.isEmpty }?.single.flatMap { UInt64($0) } ?? 0
        }.max() ?? 0
    }

    private func awaitMarker(
        _ marker: String, _ lane: Lane, _ left: @Sendable () -> Duration
    ) async throws {
        let start = ContinuousClock.now
        while try await !lane.markers.haveArrived(
            marker, reading: lane.destination.queryPrepared("marker", timeout: left()).column)
        {
            guard left() > .zero else {
                throw Diagnostic(
                    .error, "switchover.marker-not-seen",
                    "the marker did not arrive on the \(destination) in time",
                    detail: "Its apply worker is behind, or stopped.",
                    hint: "apus migrate status shows the lag.")
            }
            // It mostly arrives within a millisecond or two; sleeping would take as long again.
            // But where many look, they would keep the processors from those who bring it.
            if lanes.count > 2 || ContinuousClock.now - start > .milliseconds(20) {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    /// Carries the sequences, pins both snapshots, and proves that nobody wrote after the marker.
    ///
    /// - Parameter lastWriter: the transaction number of the last marker.
    func seal(
        after lastWriter: UInt64, _ left: @Sendable @escaping () -> Duration
    ) async throws -> Seal {
        try await proveSilence(since: lastWriter, left)
        async let unchanged: [Void] = eachLane { lane in
            try await checkSchema(lane, left)
            try await checkLargeObjects(lane, left)
        }
        async let here: [Void] = eachLane { try await pin($0.originSnapshot, left) }
        async let there: [Void] = eachLane { try await pin($0.destinationSnapshot, left) }
        _ = try await eachLane { lane in
            let states = try await lane.sequences.states(
                on: lane.origin, isPrepared: true, timeout: left())
            try await SequenceCarrier.set(
                states.filter { !lane.carried.contains($0) }, on: lane.destination, timeout: left())
        }
        let end = try await makeDurable(left)
        _ = try await (unchanged, here, there)
        return Seal(end: end)
    }

    /// Whoever writes takes a transaction number: when the marker's is the last one that was given
    /// out, nobody wrote after it. Other databases of the server take numbers too, so the marker
    /// is then written again behind them.
    private func proveSilence(
        since lastWriter: UInt64, _ left: @Sendable @escaping () -> Duration
    ) async throws {
        var lastWriter = lastWriter
        for round in 1...3 {
            let look = try await lookPastStarting(left)
            guard look.foreign == 0 || !ends.fences[origin].guards.isEmpty else {
                throw Diagnostic(
                    .error, "switchover.session-slipped-in",
                    "\(look.foreign) sessions opened on the \(origin) while the fence went up",
                    hint: "Apus tries again by itself; they are gone by then.")
            }
            // Its number is older than the marker's, and whoever commits it later needs it there.
            guard look.prepared == 0 else {
                throw Diagnostic(
                    .error, "switchover.transaction-prepared",
                    "\(look.prepared) transactions were prepared on the \(origin) while the fence went up",
                    hint:
                        "Apus tries again by itself, and waits until they are committed or rolled "
                        + "back: SELECT gid FROM pg_prepared_xacts;")
            }
            if look.nextTransaction == lastWriter + 1 { return }
            lastWriter = try await drain(round, left)
        }
    }

    /// A look in which nobody is left who was starting when the fence stood.
    ///
    /// It takes a session a few milliseconds at most from the check of its role to the list. One
    /// that is longer about it waits for its client to prove who it is, and will be refused.
    private func lookPastStarting(
        _ left: @Sendable @escaping () -> Duration
    ) async throws -> SilenceLook {
        let first = try await sessionWatch.look(timeout: left())
        let start = ContinuousClock.now
        var last = first
        while !first.isResolved(by: last), ContinuousClock.now - start < .milliseconds(20) {
            try await Task.sleep(for: .milliseconds(1))
            last = try await sessionWatch.look(timeout: left())
        }
        return last
    }

    /// Applied changes were committed asynchronously. One synchronous commit flushes the log up
    /// to itself, and with it all of them; then the log's end is where clients will begin.
    private func makeDurable(_ left: () -> Duration) async throws -> LSN {
        let end = try await ends.commitDurably(timeout: left())
        guard let lsn = end.flatMap({ LSN($0) }) else {
            throw PostgresError.connectionLost("no log position")
        }
        return lsn
    }

    private func pin(
        _ connection: PostgresConnection, _ left: () -> Duration
    ) async throws {
        try await connection.execute(Self.pinning, timeout: left())
    }

    static let pinning =
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT txid_current_snapshot()"

    /// A changed schema would be missing on the other side.
    ///
    /// The catalogs' counters say at once when nothing was written to them; only when they moved,
    /// or cannot be trusted, the catalogs themselves are read, which takes longer.
    private func checkSchema(_ lane: Lane, _ left: @Sendable () -> Duration) async throws {
        if let before = lane.catalogWrites,
            try await catalogWrites(on: lane.watch, timeout: left()) == before
        {
            return
        }
        let now = try await catalogFingerprint(on: lane.watch, timeout: left())
        guard now == lane.fingerprint else {
            throw Diagnostic.schemaChanged(lane.database, on: origin)
        }
    }

    private func checkLargeObjects(_ lane: Lane, _ left: @Sendable () -> Duration) async throws {
        guard context.file.largeObjects == .copy else { return }
        if let before = lane.largeObjectWrites,
            try await largeObjectWrites(on: lane.watch, timeout: left()) == before
        {
            return
        }
        try await LargeObjectComparison(origin: lane.watch, destination: lane.destination)
            .refuseDifferences(in: lane.database, from: origin, timeout: left())
    }

    func eachLane<Answer: Sendable>(
        _ body: @escaping @Sendable (Lane) async throws -> Answer
    ) async throws -> [Answer] {
        // One database, the common case, needs no task of its own.
        if lanes.count == 1, let only = lanes.first { return [try await body(only)] }
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            for lane in lanes { group.addTask { try await body(lane) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
