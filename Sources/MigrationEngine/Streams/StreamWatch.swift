import Diagnostics
import MigrationCore

/// Sees whether the one stream keeps up, and whether several could take its place.
struct StreamWatch {
    private let context: MigrationContext
    private var pace = CatchUpPace()
    private var hasComplained = false
    private let start = ContinuousClock.now

    init(_ context: MigrationContext) { self.context = context }

    /// Tells the observation that the subscriber falls behind, where more streams could be made.
    mutating func look(_ seen: MigrationObservation) async throws -> MigrationObservation {
        let fallsBehind = pace.look(
            lag: seen.lagBytes, applied: seen.links[seen.carrying]?.slotPosition,
            at: ContinuousClock.now - start)
        guard fallsBehind, seen.switchovers == 0, !seen.isSplit else { return seen }
        let obstacle =
            seen.maySplit
            ? try await StreamCapacity(context: context, link: seen.carrying).obstacle()
            : (
                "its tables cannot be split into streams of about the same work",
                "see docs/requirements-and-limitations.md"
            )
        guard let obstacle else {
            var seen = seen
            seen.fallsBehind = true
            return seen
        }
        guard !hasComplained else { return seen }
        hasComplained = true
        context.progress.report(
            .warning(
                "one stream does not keep up with the changes, and there can be no more: "
                    + "\(obstacle.reason) (\(obstacle.mend))"))
        return seen
    }
}

extension MigrationRunner {
    /// Only writes it down: from the next look on the links are planned with as many streams.
    func addStreams(_ seen: MigrationObservation) async throws {
        let counts = try await context.streamCounts()
        let most = context.databases.map { counts[$0] }.max() ?? 1
        if let obstacle = try await StreamCapacity(context: context, link: seen.carrying).obstacle()
        {
            throw Diagnostic(
                .error, .noStreams, "several streams cannot be made: \(obstacle.reason)",
                detail: "Nothing was changed; one stream carries on.",
                hint: "\(obstacle.mend), or say limits: {streams: 1}, and run apus migrate run "
                    + "again.")
        }
        context.progress.report(
            .note(
                seen.fallsBehind
                    ? "one stream does not keep up: the changes go on in \(most)"
                    : "the changes travel in \(most) streams, as the file says"))
        try await context.record(
            .split, seen.fallsBehind ? "one stream did not keep up" : "the file", on: .source)
    }
}
