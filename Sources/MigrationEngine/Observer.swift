import Diagnostics
package import MigrationCore
import PostgresClient

/// Reads from both servers what is true of the migration now.
package struct Observer: Sendable {
    let context: MigrationContext

    package init(_ context: MigrationContext) { self.context = context }

    package func observe() async throws -> MigrationObservation {
        var seen = MigrationObservation()
        // Without a journal the plan says: begin. Whether a finished migration left these servers
        // is seen where it matters: the target's database is there and not ours, and both
        // preflight and PrepareTarget refuse it. That nobody may log in on the source proves
        // nothing by itself, since clients may share our role or a superuser's.
        let source = try await journalContents(.source)
        guard let source else { return seen }
        let target = try await journalContents(.target)
        try refuseOtherMigration(source, on: .source)
        try refuseOtherMigration(target, on: .target)
        seen.isBegun = source.entries.latest(.begun) != nil
        seen.ending = ending(source.entries + (target?.entries ?? []))
        seen.copiedEpoch = target?.entries.latest(.copied)
        seen.builtEpoch = target?.entries.latest(.built)
        seen.verifiedEpoch = target?.entries.latest(.verified)
        seen.verifiedTimelines = target?.entries.latest(.timelines).flatMap { Timelines($0) }
        seen.timelines = Timelines(
            source: try await timeline(of: .source), target: try await timeline(of: .target))
        apply(attempts(source, target), to: &seen)
        let counts = StreamCounts(source.entries)
        seen.maySplit = counts.maySplit
        seen.isSplit = source.entries.latest(.split) != nil
        try await observeLinks(&seen, counts)
        if seen.links[Link(0)]?.slotPosition != nil {
            seen.epoch = source.entries.latest(.epoch) ?? "not recorded"
            seen.slotIsLost = seen.links[Link(0)]?.slotIsLost ?? false
            seen.copyMayGoOn = try await copyMayGoOn(seen)
        }
        seen.lagBytes = seen.streams.largest
        return seen
    }

    private func copyMayGoOn(_ seen: MigrationObservation) async throws -> Bool {
        guard seen.switchovers == 0, let epoch = seen.epoch, seen.copiedEpoch != epoch else {
            return false
        }
        let kept = try await KeptSnapshots(context: context).open(of: epoch, purpose: "reader")
        await KeptSnapshots.close(kept ?? [])
        return kept != nil
    }

    struct Contents {
        /// nil before the first entry.
        var migration: String?
        var entries: [Journal.Entry]
        var attempts: [Journal.AttemptRow]
    }

    /// nil when the side has no journal, or not even the database it would be in.
    func journalContents(_ side: Side) async throws -> Contents? {
        let there = try await context.maintenance(side).query(
            "SELECT FROM pg_database WHERE datname = $1", [context.home])
        guard !there.isEmpty else { return nil }
        let journal = await context.journal(side)
        guard try await journal.exists() else { return nil }
        return Contents(
            migration: try await journal.migration(), entries: try await journal.entries(),
            attempts: try await journal.attempts())
    }

    /// Taken for our own, what another migration has made would be thrown away.
    private func refuseOtherMigration(_ contents: Contents?, on side: Side) throws {
        guard let name = contents?.migration, name != context.file.name else { return }
        throw Diagnostic.otherMigration(name, on: side, home: context.home)
    }

    /// Anybody may ask for the name of a file of the log; it begins with the timeline.
    private func timeline(of side: Side) async throws -> String {
        let name = try await context.maintenance(side).query(
            "SELECT pg_walfile_name(pg_current_wal_lsn())"
        ).single
        return String((name ?? "").prefix(8))
    }

    private func ending(_ entries: [Journal.Entry]) -> MigrationObservation.Ending? {
        if entries.latest(.finishing) != nil { return .finishing }
        return entries.latest(.aborting) == nil ? nil : .aborting
    }

    private func attempts(
        _ source: Contents, _ target: Contents?
    ) -> [(side: Side, row: Journal.AttemptRow)] {
        let all =
            source.attempts.map { (side: Side.source, row: $0) }
            + (target?.attempts ?? []).map { (side: Side.target, row: $0) }
        return all.sorted { $0.row.number < $1.row.number }
    }

    private func apply(
        _ attempts: [(side: Side, row: Journal.AttemptRow)], to seen: inout MigrationObservation
    ) {
        let switched = attempts.filter { $0.row.decision == .switched }
        seen.switchovers = switched.count
        seen.beginning = switched.last?.row.end
        seen.attempts = attempts.last?.row.number ?? 0
        if let last = attempts.last, !last.row.isClosed {
            seen.openAttempt = Attempt(
                number: last.row.number, origin: last.side, decision: last.row.decision)
        }
    }

    private func observeLinks(
        _ seen: inout MigrationObservation, _ counts: StreamCounts
    ) async throws {
        let slots = BothSides(
            source: try await slots(.source), target: try await slots(.target))
        let subscriptions = BothSides(
            source: try await subscriptions(.source), target: try await subscriptions(.target))
        for number in max(0, seen.switchovers - 1)...seen.switchovers + 1 {
            let link = Link(number)
            let isEnding = number < seen.switchovers
            let active = activeStreams(
                link, counts, subscriptions[link.subscriber], isSplit: seen.isSplit)
            let names = isEnding ? context.links(link, counts) : active.flatMap(\.names)
            var facts = LinkFacts(
                slots: names.map { slots[link.publisher][$0] },
                subscriptions: names.map { subscriptions[link.subscriber][$0] },
                isEnding: isEnding)
            facts.isWide = active.contains(where: \.isWide)
            seen.links[link] = facts
            if link == seen.carrying { seen.streams = try await lags(of: link, active) }
        }
    }

    struct Slot {
        let position: LSN?
        let isLost: Bool
        let isActive: Bool
    }

    struct Subscription {
        let isEnabled: Bool
        let hasWorker: Bool
        /// How many publications it takes.
        let publications: Int
    }

    func slots(_ side: Side) async throws -> [String: Slot] {
        let walStatus = context.versions[side].major >= 13 ? "wal_status" : "'reserved'"
        let rows = try await context.maintenance(side).query(
            """
            SELECT slot_name, confirmed_flush_lsn, active, \(walStatus) AS wal_status
            FROM pg_replication_slots WHERE slot_name ~ $1
            """, [context.names.linkPattern])
        return Dictionary(
            rows.records.map { record in
                (
                    record["slot_name"],
                    Slot(
                        position: record[optional: "confirmed_flush_lsn"].flatMap { LSN($0) },
                        isLost: record["wal_status"] == "lost", isActive: record.bool("active"))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    func subscriptions(_ side: Side) async throws -> [String: Subscription] {
        let rows = try await context.maintenance(side).query(
            """
            SELECT s.subname, s.subenabled, bool_or(w.pid IS NOT NULL) AS working,
                cardinality(s.subpublications) AS publications
            FROM pg_subscription s LEFT JOIN pg_stat_subscription w ON w.subname = s.subname
            WHERE s.subname ~ $1 GROUP BY 1, 2, 4
            """, [context.names.linkPattern])
        return Dictionary(
            rows.records.map { record in
                (
                    record["subname"],
                    Subscription(
                        isEnabled: record.bool("subenabled"), hasWorker: record.bool("working"),
                        publications: record.int("publications"))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Bytes of the publisher's log that the subscriber has yet to apply; nil while it does not
    /// run in one of the databases.
    package func lag(of link: Link) async throws -> UInt64? {
        try await lags(of: link, try await activeStreams(link)).largest
    }
}

extension LinkFacts {
    /// Joins what the databases say: a link that should end is there while any of them has it,
    /// and one that should start is there when all of them have it.
    fileprivate init(
        slots: [Observer.Slot?], subscriptions: [Observer.Subscription?], isEnding: Bool
    ) {
        let known = slots.compactMap { $0 }
        let subscribed = subscriptions.compactMap { $0 }
        let all = slots.count
        let positions = known.compactMap(\.position)
        self.init(
            slotPosition: isEnding || positions.count == all ? positions.min() : nil,
            slotIsLost: known.contains(where: \.isLost),
            subscriptionExists: isEnding ? !subscribed.isEmpty : subscribed.count == all,
            subscriptionIsEnabled: isEnding
                ? subscribed.contains(where: \.isEnabled)
                : subscribed.count == all && subscribed.allSatisfy(\.isEnabled),
            isCarrying: known.contains(where: \.isActive) || subscribed.contains(where: \.hasWorker)
        )
    }
}
