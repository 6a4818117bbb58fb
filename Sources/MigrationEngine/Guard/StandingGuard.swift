import MigrationCore
import PostgresCatalog
import PostgresClient

/// A guard that no program started: it stands by in a place of its own for as long as a migration
/// lasts, and settles an attempt when the program and the guard that it started are gone together.
package struct StandingGuard: Sendable {
    let context: MigrationContext

    package init(_ context: MigrationContext) { self.context = context }

    /// Goes on until the migration that it saw has ended, or the task is cancelled.
    package func stand() async throws {
        var watch = AttemptWatch(patience: context.file.limits.maxWritePause + Self.margin)
        var hasSeenJournal = false
        let start = ContinuousClock.now
        while true {
            try Task.checkCancellation()
            let sides = await (look(.source), look(.target))
            if sides == (.noJournal, .noJournal), hasSeenJournal { return }
            if case .journal = sides.0 { hasSeenJournal = true }
            let look = Self.latest(sides.0, sides.1)
            if let attempt = watch.apply(look, at: ContinuousClock.now - start) {
                // An interrupt does not end it half way.
                await Task { await settle(attempt) }.value
            }
            try await Task.sleep(for: Self.pace)
        }
    }

    private static let pace = Duration.milliseconds(200)
    /// The guard that the program started comes first.
    private static let margin = Duration.seconds(2)
    static let purpose = "guard-standing"

    // MARK: Looking

    private enum SideLook: Hashable, Sendable {
        case noJournal, unknown
        /// The latest attempt that began there; nil before the first.
        case journal(Row?)

        var row: Row? { if case .journal(let row) = self { row } else { nil } }
    }

    private struct Row: Hashable, Sendable {
        let attempt: Attempt
        let isOpen: Bool
        let isMinded: Bool
    }

    /// Attempts are counted over both sides, and only the last one can be open.
    private static func latest(_ one: SideLook, _ other: SideLook) -> AttemptWatch.Look {
        let rows = [one.row, other.row].compactMap { $0 }
        let last = rows.max { $0.attempt.number < $1.attempt.number }
        if one == .unknown || other == .unknown, last?.isOpen != true { return .unknown }
        guard let last, last.isOpen else { return .quiet }
        return .open(last.attempt, isMinded: last.isMinded)
    }

    private func look(_ side: Side) async -> SideLook {
        let connection = await context.connection(side)
        do throws(PostgresError) {
            let rows = try await connection.query(
                """
                SELECT number, closed, EXISTS (SELECT FROM pg_stat_activity
                    WHERE application_name = ANY($1::text[])) AS minded
                FROM apus.attempt ORDER BY number DESC LIMIT 1
                """, [minders], timeout: .seconds(5))
            return .journal(
                rows.records.first.map { record in
                    Row(
                        attempt: Attempt(number: record.int("number"), origin: side),
                        isOpen: !record.bool("closed"), isMinded: record.bool("minded"))
                })
        } catch {
            return Journal.isMissing(error) ? .noJournal : .unknown
        }
    }

    /// Sessions of whoever ends an attempt: the program, its guard, a run that came later.
    private var minders: String {
        array(["switchover", "guard", "settle"].map(context.names.session))
    }

    // MARK: Settling

    private func settle(_ attempt: Attempt) async {
        let progress = context.progress
        progress.report(
            .warning("switchover attempt \(attempt.number) was left open, and is settled now"))
        do {
            let ends = AttemptEnds.open(
                context, attempt, gate: try context.makeGate(serving: attempt.origin),
                purpose: Self.purpose)
            let settling = SettleAttempt(ends: ends, actor: "guard-standing/") {
                progress.report(.warning($0))
            }
            for side in Side.allCases { try? await settling.endPredecessors(on: side) }
            let settlement = await settling.perform()
            try? await settling.conclude(settlement)
            await ends.close()
            progress.report(.note("attempt \(attempt.number) was \(settlement.words)"))
        } catch {
            progress.report(.warning("attempt \(attempt.number) could not be settled: \(error)"))
        }
    }
}
