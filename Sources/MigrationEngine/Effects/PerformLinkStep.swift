import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Makes, starts, stops and removes replication between the servers; every step may be repeated.
struct PerformLinkStep {
    let context: MigrationContext

    func perform(_ step: LinkStep) async throws {
        switch step {
        case .createSlot(let link): try await createSlots(link)
        case .createSubscription(let link): try await createSubscriptions(link)
        case .enable(let link): try await enable(link)
        case .disable(let link): try await alter(link, "DISABLE")
        case .awaitStop: try await Task.sleep(for: .milliseconds(20))
        case .dropSubscription(let link): try await dropSubscriptions(link)
        case .dropSlot(let link): try await dropSlots(link)
        case .advance(let link, let position): try await advance(link, to: position)
        case .split(let link): try await SplitLink(context: context, link: link).perform()
        }
    }

    private func createSlots(_ link: Link) async throws {
        if link.number > 0 {
            try await PreparePublisher(context: context, side: link.publisher).keep()
        }
        for streams in try await Observer(context).activeStreams(link) {
            let publisher = await context.connection(link.publisher, streams.database)
            for name in streams.names {
                try await publisher.query(
                    """
                    SELECT pg_create_logical_replication_slot($1, 'pgoutput')
                    WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)
                    """, [name], timeout: .seconds(60))
            }
        }
    }

    /// The first subscription takes every publication; ``SplitLink`` gives each to its own. Once it
    /// has, what is missing of the others is made again.
    private func createSubscriptions(_ link: Link) async throws {
        let counts = try await context.streamCounts()
        for streams in try await Observer(context).activeStreams(link) {
            let count = counts[streams.database]
            if streams.names.count == 1 {
                try await createSubscription(link, streams.database, streams: 0...count - 1)
            } else {
                for stream in streams.names.indices {
                    try await createSubscription(link, streams.database, streams: stream...stream)
                }
            }
        }
    }

    /// - Parameter streams: whose publications it takes; it has the first one's name.
    func createSubscription(
        _ link: Link, _ database: String, streams: ClosedRange<Int>
    ) async throws {
        let name = context.link(link, database, stream: streams.lowerBound)
        guard try await !exists(name, on: link.subscriber) else { return }
        let subscriber = await context.connection(link.subscriber, database)
        let options = try await options(link, name)
        let publications = streams.map { sql(identifier: context.names.publication($0)) }
        let access = PeerAccess(
            context: context, link: link, database: database, stream: streams.lowerBound)
        try await access.connecting { peer in
            try await subscriber.executeUnseen(
                """
                CREATE SUBSCRIPTION \(sql(identifier: name))
                CONNECTION \(sql(literal: peer.connectionString().reveal()))
                PUBLICATION \(publications.joined(separator: ", "))
                WITH (\(options))
                """, timeout: .seconds(60), discreetly: true)
        }
    }

    private func options(_ link: Link, _ name: String) async throws -> String {
        let subscriber = context.versions[link.subscriber].major
        let publisher = context.versions[link.publisher].major
        var options = [
            "create_slot = false", "slot_name = \(sql(literal: name))", "copy_data = false",
            "enabled = false",
        ]
        // A large transaction is applied while it still runs, where the server can.
        if subscriber >= 16, publisher >= 16 {
            options.append("streaming = parallel")
        } else if subscriber >= 14, publisher >= 14 {
            options.append("streaming = on")
        }
        // Not disable_on_error: a server that restarts, or a session that somebody ends, is an error
        // too, and nobody would start it again once no command runs.
        // Belt and braces: the slot is also moved past what came from the subscriber. To the first link
        // nothing has come from there, and what has an origin came from somebody else.
        if subscriber >= 16, publisher >= 16, link.number > 0 { options.append("origin = none") }
        // As a table's owner it would stop at what the owner revoked from itself, and pass by
        // rows that a forced policy hides from the owner.
        if subscriber >= 16, try await isSuperuser(link.subscriber) {
            options.append("run_as_owner = true")
        }
        return options.joined(separator: ", ")
    }

    private func isSuperuser(_ side: Side) async throws -> Bool {
        try await context.maintenance(side).query(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).single == "t"
    }

    private func exists(_ name: String, on side: Side) async throws -> Bool {
        try await !context.maintenance(side).query(
            "SELECT FROM pg_subscription WHERE subname = $1", [name]
        ).isEmpty
    }

    /// The subscriptions of a link that there are in a database, whatever they carry.
    private func existing(_ link: Link, _ database: String) async throws -> [String] {
        let names = context.links(link, database, try await context.streamCounts())
        let there = try await context.maintenance(link.subscriber).query(
            "SELECT subname FROM pg_subscription WHERE subname = ANY($1::text[])", [array(names)]
        ).column
        return names.filter(there.contains)
    }

    /// Enables a link's subscriptions once. One that is found disabled later was switched off by
    /// an error or by a person, and switching it on again would hide which.
    private func enable(_ link: Link) async throws {
        let journal = await context.journal(link.subscriber)
        // Adding streams switches a link off once more.
        let isSplit = try await context.journal(.source).entries().latest(.split) != nil
        let mark = "\(link.number)" + (isSplit ? " streams" : "")
        guard try await !journal.entries().all(.enabled).contains(mark) else {
            let names = try await Observer(context).activeStreams(link).flatMap(\.names)
            throw Diagnostic(
                .error, .applyStopped,
                "somebody switched replication from \(link.publisher) to \(link.subscriber) off",
                detail: "A subscription that was enabled is disabled. Clients are not touched.",
                hint: "Find out why, then: "
                    + names.map {
                        "ALTER SUBSCRIPTION \(sql(identifier: $0)) ENABLE;"
                    }.joined(separator: " "))
        }
        try await context.record(.enabling, "\(link.number)", on: link.subscriber)
        try await alter(link, "ENABLE")
        try await context.record(.enabled, mark, on: link.subscriber)
    }

    private func alter(_ link: Link, _ word: String) async throws {
        for database in context.databases {
            let names = try await existing(link, database)
            guard !names.isEmpty else { continue }
            let subscriber = await context.connection(link.subscriber, database)
            // What applies rows must not fire triggers, which fired where the rows come from.
            if word == "ENABLE" { try await SilentTriggers(connection: subscriber).silence() }
            for name in names {
                try await subscriber.executeUnseen(
                    "ALTER SUBSCRIPTION \(sql(identifier: name)) \(word)", timeout: .seconds(30))
            }
        }
    }

    /// Without its slot's name, dropping a subscription asks nothing of the publisher.
    private func dropSubscriptions(_ link: Link) async throws {
        for database in context.databases {
            for name in try await existing(link, database) {
                try await dropSubscription(name, link, database)
            }
        }
    }

    func dropSubscription(_ name: String, _ link: Link, _ database: String) async throws {
        guard try await exists(name, on: link.subscriber) else { return }
        let subscriber = await context.connection(link.subscriber, database)
        let quoted = sql(identifier: name)
        try await subscriber.executeUnseen("ALTER SUBSCRIPTION \(quoted) DISABLE")
        try await subscriber.executeUnseen("ALTER SUBSCRIPTION \(quoted) SET (slot_name = NONE)")
        try await subscriber.executeUnseen("DROP SUBSCRIPTION \(quoted)", timeout: .seconds(60))
        try await PeerAccess.drop(name, on: link.publisher, context)
    }

    private func dropSlots(_ link: Link) async throws {
        for name in context.links(link, try await context.streamCounts()) {
            try await dropSlot(name, on: link.publisher)
        }
    }

    /// A slot that is still read is let go first; the reader may come back once.
    func dropSlot(_ name: String, on side: Side) async throws {
        let publisher = await context.maintenance(side)
        for attempt in 1... {
            do throws(PostgresError) {
                try await publisher.query(
                    """
                    SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots
                    WHERE slot_name = $1 AND active_pid IS NOT NULL
                    """, [name])
                try await publisher.query(
                    """
                    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                    WHERE slot_name = $1
                    """, [name])
                return
            } catch {
                guard error.sqlState == "55006", attempt < 100 else { throw error }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Moves a link that stands ready to the end of its publisher's log. No client writes there
    /// yet, so that nothing is passed over that would have to travel; and the less is left to pass
    /// at the switchover, the sooner the way back is open.
    func advanceToEnd(_ link: Link) async throws {
        let counts = try await context.streamCounts()
        for database in context.databases {
            let publisher = await context.connection(link.publisher, database)
            for name in context.links(link, database, counts) {
                try await publisher.query(
                    """
                    SELECT pg_replication_slot_advance(slot_name, pg_current_wal_flush_lsn())
                    FROM pg_replication_slots WHERE slot_name = $1 AND NOT active
                    AND confirmed_flush_lsn < pg_current_wal_flush_lsn()
                    """, [name], timeout: .seconds(600))
            }
        }
    }

    /// Passes what came from the subscriber itself.
    ///
    /// A slot's new position is on disk with the next checkpoint only, so a crash of the publisher
    /// would bring it back. The subscription's own progress is on disk at once, and the server
    /// starts at the later of the two; setting it takes a superuser. Without one both sides are 16
    /// or newer, and `origin = none` keeps those changes back.
    private func advance(_ link: Link, to position: LSN) async throws {
        let counts = try await context.streamCounts()
        for database in context.databases {
            for name in context.links(link, database, counts) {
                try await advance(name, link, database, to: position)
            }
        }
    }

    private func advance(
        _ name: String, _ link: Link, _ database: String, to position: LSN
    ) async throws {
        let subscriber = await context.connection(link.subscriber, database)
        if try await isSuperuser(link.subscriber) {
            try await subscriber.query(
                """
                SELECT pg_replication_origin_advance('pg_' || oid, $2::pg_lsn)
                FROM pg_subscription WHERE subname = $1
                """, [name, position.description])
        }
        let publisher = await context.connection(link.publisher, database)
        try await publisher.query(
            """
            SELECT pg_replication_slot_advance(slot_name, $2::pg_lsn) FROM pg_replication_slots
            WHERE slot_name = $1 AND confirmed_flush_lsn < $2::pg_lsn
            """, [name, position.description])
    }
}
