package import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

extension Diagnostic.Code {
    package static let schemaNotAlike: Self = "schema.not-alike"
}

/// Takes in a change of schema that somebody made on both sides.
///
/// New tables, partitions among them, are published on the side that serves and copied by the
/// subscription itself: until a subscription is refreshed, it passes over their rows without a
/// word. The way back is made anew with the same tables, and every row is compared again.
package struct FollowSchema: Sendable {
    let runner: MigrationRunner

    package init(_ runner: MigrationRunner) { self.runner = runner }

    private var context: MigrationContext { runner.context }

    package func perform() async throws {
        let seen = try await runner.observe()
        guard seen.isBegun else {
            throw Diagnostic(
                .error, .nothingToEnd, "this migration was not begun",
                hint: "apus migrate run takes the schema as it is then.")
        }
        let link = seen.carrying
        let isCarrying = seen.links[link]?.subscriptionExists == true
        guard isCarrying || seen.switchovers > 0 else {
            throw Diagnostic(
                .error, .nothingToEnd, "nothing is replicated yet that a table could be added to",
                hint: "apus migrate run begins it; type this again behind it.")
        }
        if isCarrying {
            for database in context.databases { try await refuseDifferences(database, link) }
            try await PreparePublisher(context: context, side: link.publisher).keep()
            for database in context.databases { try await follow(link, database) }
            try await forgetWayBack(link.following, seen)
        }
        try await recordFingerprints(link, isCarrying: isCarrying)
        try await context.journal(.target).remove(.verified)
        guard seen.switchovers > 0, isCarrying else { return }
        let report = try await runner.verifyRows(link)
        guard report.equal else { throw Diagnostic.rowsDiffer(report, seen) }
    }

    /// What clients change meanwhile may be in the fingerprints and was not taken in, so both sides are
    /// looked at once more behind them.
    private func recordFingerprints(_ link: Link, isCarrying: Bool) async throws {
        let source = try await context.fingerprints(of: .source)
        let target = try await context.fingerprints(of: .target)
        if isCarrying {
            for database in context.databases {
                try await refuseDifferences(database, link)
                try await refuseUnpublished(database, on: link.publisher)
            }
        }
        try await context.record(source, on: .source)
        try await context.record(target, on: .target)
    }

    private func refuseUnpublished(_ database: String, on side: Side) async throws {
        let late = try await unpublishedTables(
            context.names.publicationPattern, on: await context.connection(side, database))
        guard !late.isEmpty else { return }
        throw Diagnostic(
            .error, .schemaNotAlike,
            "tables of \(quoted(identifier: database)) were made while others were taken in",
            detail: late.map(\.sql).joined(separator: "\n"),
            hint: "Type apus migrate accept-schema again.")
    }

    // MARK: Both sides alike

    private func refuseDifferences(_ database: String, _ link: Link) async throws {
        let here = try await shapes(database, on: link.publisher)
        let there = try await shapes(database, on: link.subscriber)
        let found =
            here.keys.filter { there[$0] == nil }.map {
                "\($0) is missing on the \(link.subscriber)"
            }
            + there.keys.filter { here[$0] == nil }
            .map { "\($0) is missing on the \(link.publisher)" }
            + here.filter { name, columns in there[name].map { $0 != columns } ?? false }
            .map { "\($0.key) has other columns on the \(link.subscriber)" }
        guard !found.isEmpty else { return }
        throw Diagnostic(
            .error, .schemaNotAlike,
            "the tables of \(quoted(identifier: database)) are not the same on both sides",
            detail: found.sorted().joined(separator: "\n"),
            hint: "Make the same change on the other side, as our own role there, and type apus "
                + "migrate accept-schema again. Nothing was changed.")
    }

    /// Every table by its name, with its columns and their types in a fixed order.
    private func shapes(_ database: String, on side: Side) async throws -> [String: [String]] {
        let tables = try await movedTables(on: await context.connection(side, database))
        return Dictionary(
            tables.map { table in
                let columns = (table.columns + table.generatedColumns)
                    .map { "\($0.name) \($0.type)" }
                return (table.name.sql, columns.sorted())
            }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Replication

    private func follow(_ link: Link, _ database: String) async throws {
        let counts = try await context.streamCounts()
        let active = try await Observer(context).activeStreams(link)
            .filter { $0.database == database }.flatMap(\.names)
        for (stream, name) in active.enumerated() {
            let parts = active.count == 1 ? Array(0..<counts[database]) : [stream]
            let publications = parts.map { context.names.publication($0) }
            let access = PeerAccess(
                context: context, link: link, database: database, stream: stream)
            try await follow(name, publications, access, link)
        }
    }

    private func follow(
        _ name: String, _ publications: [String], _ access: PeerAccess, _ link: Link
    ) async throws {
        let subscriber = await context.connection(link.subscriber, access.database)
        let fresh = try await newTables(name, publications, access, subscriber)
        try await refuseFilled(fresh, link, subscriber)
        try await SilentTriggers(connection: subscriber).silence()
        try await context.record(.enabling, "\(link.number)", on: link.subscriber)
        try await subscriber.executeUnseen("ALTER SUBSCRIPTION \(sql(identifier: name)) ENABLE")
        try await access.reading(fresh) {
            // It takes no transaction, and a message of several statements would be one.
            try await subscriber.execute(
                "ALTER SUBSCRIPTION \(sql(identifier: name)) REFRESH PUBLICATION "
                    + "WITH (copy_data = true)", timeout: .seconds(60))
            try await awaitCopies(name, subscriber, link)
        }
    }

    /// Published, and not known to the subscription yet or still being copied.
    private func newTables(
        _ name: String, _ publications: [String], _ access: PeerAccess,
        _ subscriber: PostgresConnection
    ) async throws -> [String] {
        let known = Set(
            try await subscriber.query(
                """
                SELECT format('%I.%I', n.nspname, c.relname) FROM pg_subscription_rel r
                JOIN pg_subscription s ON s.oid = r.srsubid JOIN pg_class c ON c.oid = r.srrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE s.subname = $1 AND r.srsubstate = 'r'
                """, [name]
            ).column)
        let publisher = await context.connection(access.link.publisher, access.database)
        let published = try await publisher.query(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_publication_tables
            WHERE pubname = ANY($1::text[])
            """, [array(publications)]
        ).column
        return published.filter { !known.contains($0) }
    }

    /// The subscription copies a new table whole, and would meet the rows that are there already.
    private func refuseFilled(
        _ tables: [String], _ link: Link, _ subscriber: PostgresConnection
    ) async throws {
        for table in tables {
            let isFilled = try await subscriber.query(
                """
                SELECT EXISTS (SELECT FROM ONLY \(table)) AND NOT EXISTS (SELECT FROM
                    pg_subscription_rel WHERE srrelid = \(sql(literal: table))::regclass)
                """)
            guard isFilled.single == "t" else { continue }
            throw Diagnostic(
                .error, .schemaNotAlike,
                "\(table) is new and holds rows on the \(link.subscriber) already",
                detail: "Its rows are copied from the \(link.publisher).",
                hint: "Empty it there, and type apus migrate accept-schema again: "
                    + "TRUNCATE ONLY \(table);")
        }
    }

    /// A copy that fails is tried again by the server, and given up here after a while.
    private func awaitCopies(
        _ name: String, _ subscriber: PostgresConnection, _ link: Link
    ) async throws {
        let proof = ProveApply(context: context, link: link)
        let start = ContinuousClock.now
        var patience = CatchUpPatience(limit: .seconds(3600))
        var said = start
        while true {
            let rows = try await subscriber.query(
                """
                SELECT r.srrelid::regclass FROM pg_subscription_rel r
                JOIN pg_subscription s ON s.oid = r.srsubid
                WHERE s.subname = $1 AND r.srsubstate <> 'r'
                """, [name])
            if rows.isEmpty { return }
            try await proof.refuse(
                patience.look(
                    applied: nil, lag: 0, errors: try await proof.errors(),
                    at: ContinuousClock.now - start))
            if ContinuousClock.now - said > .seconds(10) {
                said = .now
                context.progress.report(
                    .note("the subscription still copies \(rows.column.joined(separator: ", "))"))
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// A subscription that is disabled takes no new tables; it is made anew by the next command.
    private func forgetWayBack(_ link: Link, _ seen: MigrationObservation) async throws {
        let steps = PerformLinkStep(context: context)
        if seen.links[link]?.subscriptionExists == true {
            try await steps.perform(.dropSubscription(link))
        }
        if seen.links[link]?.slotPosition != nil { try await steps.perform(.dropSlot(link)) }
    }
}
