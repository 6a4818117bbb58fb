import ArgumentParser
import Diagnostics
import MigrationCore
import MigrationEngine

extension Migrate {
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show where a migration is; reads only.")

        @OptionGroup var options: MigrationOptions

        func run() async throws {
            let status = try await options.withRunner("status", locked: false) { runner in
                StatusView(runner, try await runner.observe())
            }
            print(options.output == .text ? status.text : encodedForScripts(status))
        }
    }
}

/// Where a migration is, in a few lines.
struct StatusView: Encodable, Sendable {
    let migration: String
    let phase: String
    let serving: String
    let switchovers: Int
    let lagBytes: UInt64?
    /// Each stream's own, where there are several.
    let streams: [StreamLag]?
    let wayBack: Bool
    let next: String

    init(_ runner: MigrationRunner, _ seen: MigrationObservation) {
        migration = runner.context.file.name
        serving = seen.serving.rawValue
        switchovers = seen.switchovers
        lagBytes = seen.lagBytes
        let following = seen.links[seen.carrying.following]
        let carrying = seen.links[seen.carrying]
        wayBack =
            seen.switchovers == 0
            ? following?.subscriptionExists ?? false : carrying?.isCarrying ?? false
        streams = seen.streams.count > 1 ? seen.streams : nil
        let step = runner.plan.next(seen)
        (phase, next) = Self.words(step, seen)
    }

    private static func words(
        _ step: MigrationStep, _ seen: MigrationObservation
    ) -> (String, String) {
        switch step {
        case .begin: ("not begun", "apus migrate run")
        case .settle(let attempt):
            ("switchover attempt \(attempt.number) left open", "apus migrate run settles it")
        case .startOver(let reason): ("must start over: \(reason)", "apus migrate run")
        case .copy where seen.copyMayGoOn:
            ("copying, or stopped in the copy", "apus migrate run goes on with it")
        case .copy: ("before the copy", "apus migrate run")
        case .build: ("copied, schema unfinished", "apus migrate run")
        case .link: ("linking", "apus migrate run")
        case .addStreams: ("before adding streams", "apus migrate run")
        case .catchUp: ("catching up", "apus migrate run")
        case .verify: ("caught up, not verified", "apus migrate run")
        case .ready where seen.switchovers == 0: ("ready", "apus migrate switch-over")
        case .ready:
            (
                "switched over",
                seen.serving == .target
                    ? "apus migrate finish, or apus migrate switch-back"
                    : "apus migrate switch-over, finish or abort"
            )
        case .finish: ("finishing", "apus migrate finish")
        case .abort: ("aborting", "apus migrate abort")
        case .stop(let diagnostic): (diagnostic.message, diagnostic.hint ?? "")
        }
    }

    private static func words(_ lag: UInt64?) -> String {
        lag.map { ByteCount(Int64($0)).description } ?? "-"
    }

    private var streamWords: String {
        guard let streams else { return "" }
        let lags = streams.map { Self.words($0.lagBytes) }.joined(separator: ", ")
        return " (\(streams.count) streams: \(lags))"
    }

    var text: String {
        """
        migration  \(migration)
        phase      \(phase)
        serving    \(serving)
        lag        \(Self.words(lagBytes))\(streamWords)
        way back   \(wayBack ? "open" : "not there")
        next       \(next)
        """
    }
}
