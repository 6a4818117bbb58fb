import Diagnostics
import Foundation
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Proves that a link carries, by the only thing that cannot lie: a marker that is written now, and
/// seen on the other side. A lag of a few bytes says nothing of the transaction in them.
struct ProveApply: Sendable {
    let context: MigrationContext
    let link: Link

    /// - Throws: `catch-up.apply-stopped` when the subscriber fails on something again and again.
    func perform() async throws {
        let marker = "\(context.file.name)/alive/\(UInt64.random(in: 0...UInt64.max))"
        let counts = try await context.streamCounts()
        for database in context.databases {
            try await context.connection(link.publisher, database).execute(
                """
                BEGIN; SET LOCAL synchronous_commit = on;
                \(Markers(count: counts[database]).writing(marker)); COMMIT
                """)
        }
        for database in context.databases {
            try await awaitMarker(marker, Markers(count: counts[database]), in: database)
        }
    }

    private func awaitMarker(
        _ marker: String, _ markers: Markers, in database: String
    ) async throws {
        let subscriber = await context.connection(link.subscriber, database)
        let start = ContinuousClock.now
        var patience = CatchUpPatience()
        var looks = 0
        while try await !markers.haveArrived(
            marker, reading: subscriber.query(markers.reading).column)
        {
            try await Task.sleep(for: .milliseconds(looks < 50 ? 5 : 100))
            looks += 1
            guard looks.isMultiple(of: 10) else { continue }
            try await judge(&patience, since: start)
        }
    }

    private func judge(
        _ patience: inout CatchUpPatience, since start: ContinuousClock.Instant
    ) async throws {
        let observer = Observer(context)
        let slots = try await observer.slots(link.publisher)
        let names = try await observer.activeStreams(link).flatMap(\.names)
        let applied = names.compactMap { slots[$0]?.position }.min()
        try await refuse(
            patience.look(
                applied: applied, lag: try await observer.lag(of: link),
                errors: try await errors(), at: ContinuousClock.now - start))
    }

    /// How often workers of the link failed, as the server counts it from 15 on.
    func errors() async throws -> Int? {
        guard context.versions[link.subscriber].major >= 15 else { return nil }
        return try await context.maintenance(link.subscriber).query(
            """
            SELECT sum(apply_error_count + sync_error_count) FROM pg_stat_subscription_stats
            WHERE subname = ANY($1::text[])
            """, [array(context.links(link, try await context.streamCounts()))]
        ).single.flatMap { Int($0) }
    }

    /// Says what a verdict means, and stops where nothing gets better by waiting.
    func refuse(_ verdict: CatchUpPatience.Verdict) async throws {
        switch verdict {
        case .going: break
        case .blocked(let time):
            context.progress.report(
                .warning(
                    "the \(link.subscriber) has applied nothing for \(time.readable): something "
                        + "there holds what it needs, a lock perhaps"))
        case .stopped: throw try await stopped()
        }
    }

    private func stopped() async throws -> Diagnostic {
        let message = "the \(link.subscriber) stopped applying changes of the \(link.publisher)"
        if let changed = try await context.changedDatabase(on: link.publisher) {
            return Diagnostic(
                .error, .applyStopped, message,
                detail: "The schema of \(quoted(identifier: changed)) changed on the "
                    + "\(link.publisher), and the \(link.subscriber) has it not. Clients are not "
                    + "touched.",
                hint: "Make the same change on the \(link.subscriber), and type apus migrate "
                    + "accept-schema: it goes on from where it stopped.")
        }
        return Diagnostic(
            .error, .applyStopped, message,
            detail: "Its worker fails again and again; the log of the \(link.subscriber) says why: "
                + "a row that is there already, a table that only it has, or no way to the "
                + "\(link.publisher). Clients are not touched.",
            hint:
                "Mend the cause on the \(link.subscriber): it tries again by itself. Then run the "
                + "same command again.")
    }
}
