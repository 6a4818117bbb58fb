import MigrationCore
import PostgresClient

/// The streams that a link really has in one database.
struct ActiveStreams: Sendable {
    let database: String
    /// Names of slots and subscriptions, the first stream's first.
    let names: [String]
    /// More were asked for, and the first one still carries for all.
    let isWide: Bool

    /// - Parameters:
    ///   - all: every name that there may be.
    ///   - publications: how many the first subscription takes; nil when there is none.
    init(_ database: String, all: [String], publications: Int?, isSplit: Bool) {
        let isNarrow = isSplit && all.count > 1 && publications == 1
        self.database = database
        isWide = isSplit && all.count > 1 && !isNarrow
        names = isNarrow ? all : Array(all.prefix(1))
    }
}

extension Observer {
    /// What of a link carries, or would: the first subscription's publications tell.
    func activeStreams(_ link: Link) async throws -> [ActiveStreams] {
        let entries = try await context.journal(.source).entries()
        let subscriptions = try await subscriptions(link.subscriber)
        return activeStreams(
            link, StreamCounts(entries), subscriptions, isSplit: entries.latest(.split) != nil)
    }

    func activeStreams(
        _ link: Link, _ counts: StreamCounts, _ subscriptions: [String: Subscription],
        isSplit: Bool
    ) -> [ActiveStreams] {
        context.databases.map { database in
            ActiveStreams(
                database, all: context.links(link, database, counts),
                publications: subscriptions[context.link(link, database)]?.publications,
                isSplit: isSplit)
        }
    }

    /// Bytes of the publisher's log that each stream has yet to apply.
    func lags(of link: Link, _ active: [ActiveStreams]) async throws -> [StreamLag] {
        let rows = try await context.maintenance(link.publisher).query(
            """
            SELECT s.slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn)::bigint AS lag
            FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid
            WHERE s.slot_name ~ $1
            """, [context.names.linkPattern])
        let lags = Dictionary(
            rows.records.map { ($0["slot_name"], $0[optional: "lag"].flatMap(Int64.init)) },
            uniquingKeysWith: { first, _ in first })
        return active.flatMap { streams in
            streams.names.enumerated().map { number, name in
                StreamLag(
                    database: streams.database, stream: number,
                    lagBytes: (lags[name] ?? nil).map { UInt64(max(0, $0)) })
            }
        }
    }
}

extension [StreamLag] {
    /// The largest; nil while one of them does not run.
    var largest: UInt64? {
        let known = compactMap(\.lagBytes)
        return known.count == count ? known.max() : nil
    }
}
