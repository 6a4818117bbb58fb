import MigrationCore
import PostgresClient

/// Gives each part of the tables a stream of its own, without a row being copied again.
///
/// The first subscription stands still. What it has applied is brought to the target's disk, its
/// slot is moved to exactly there, and each new slot is a copy of that one, so that every stream
/// begins at the same change. The publications are older than the first slot, because the server
/// reads them as they were when a change was made.
///
/// That the first subscription gives its tables away comes last. Until then none of the others has
/// ever been switched on, so whatever an earlier run left of them can be made again.
struct SplitLink {
    let context: MigrationContext
    let link: Link

    func perform() async throws {
        let observer = Observer(context)
        let counts = try await context.streamCounts()
        for streams in try await observer.activeStreams(link) where streams.isWide {
            try await split(streams.database, context.links(link, streams.database, counts))
        }
    }

    private func split(_ database: String, _ names: [String]) async throws {
        try await advanceFirst(names[0], database)
        DeliberateFault.reach("split-advanced")
        for name in names.dropFirst() { try await copySlot(of: names[0], to: name, database) }
        DeliberateFault.reach("split-slots")
        let steps = PerformLinkStep(context: context)
        for stream in names.indices.dropFirst() {
            // One that an earlier run left may not know of a table that came since.
            try await steps.dropSubscription(names[stream], link, database)
            try await steps.createSubscription(link, database, streams: stream...stream)
        }
        DeliberateFault.reach("split-subscriptions")
        let subscriber = await context.connection(link.subscriber, database)
        try await subscriber.executeUnseen(
            """
            ALTER SUBSCRIPTION \(sql(identifier: names[0]))
            SET PUBLICATION \(sql(identifier: context.names.publication(0))) WITH (refresh = false)
            """, timeout: .seconds(30))
    }

    /// Moves the first slot to where its subscription has come.
    ///
    /// The slot's own position is late by what the target had not flushed when it last said so.
    /// Asking for the origin's progress flushes it: changes that a crash of the target could still
    /// take away must not be passed by.
    private func advanceFirst(_ name: String, _ database: String) async throws {
        guard try await mayHaveCarried() else { return }
        let subscriber = await context.connection(link.subscriber, database)
        let progress = try await subscriber.query(
            """
            SELECT pg_replication_origin_progress('pg_' || oid, true) FROM pg_subscription
            WHERE subname = $1
            """, [name]
        ).single
        guard let progress else { return }
        try await context.connection(link.publisher, database).query(
            """
            SELECT pg_replication_slot_advance(slot_name, $2::pg_lsn) FROM pg_replication_slots
            WHERE slot_name = $1 AND confirmed_flush_lsn < $2::pg_lsn
            """, [name, progress], timeout: .seconds(600))
    }

    /// One that was never switched on has applied nothing: its slot is where it began.
    private func mayHaveCarried() async throws -> Bool {
        try await context.journal(link.subscriber).entries().all(.enabling)
            .contains("\(link.number)")
    }

    /// A copy that an earlier run left is taken only if it stands where the first one does.
    private func copySlot(of first: String, to name: String, _ database: String) async throws {
        let publisher = await context.connection(link.publisher, database)
        try await publisher.query(
            """
            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE slot_name = $2 AND NOT active AND confirmed_flush_lsn <> (
                SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = $1)
            """, [first, name])
        try await publisher.query(
            """
            SELECT pg_copy_logical_replication_slot($1, $2)
            WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $2)
            """, [first, name], timeout: .seconds(60))
        try await followFailover(first, name, database)
    }

    /// From 17 on a slot may follow a failover, and its copy does not by itself.
    private func followFailover(
        _ first: String, _ name: String, _ database: String
    ) async throws {
        guard context.versions[link.publisher].major >= 17 else { return }
        let differs = try await context.connection(link.publisher, database).query(
            """
            SELECT FROM pg_replication_slots a JOIN pg_replication_slots b ON b.slot_name = $2
            WHERE a.slot_name = $1 AND a.failover AND NOT b.failover
            """, [first, name])
        guard !differs.isEmpty else { return }
        let server = context.servers[link.publisher]
        let session = PostgresConnection(
            server.sessionSettings(for: database, purpose: "split").with([
                "replication": "database"
            ]), observer: server.observer(for: database, purpose: "split"))
        defer { Task { await session.close() } }
        try await session.execute(
            "ALTER_REPLICATION_SLOT \(sql(identifier: name)) (FAILOVER true)")
    }
}
