import Demonstration
import Diagnostics
import Foundation
import Measuring
import PostgresClient
import ServerTestKit

/// Switchovers there and back while clients write, held against switchovers by hand.
struct PauseLines: Sendable {
    let session: BenchmarkSession
    let cases: [BenchmarkSize.PauseCase]

    func measure() async -> [Figure] {
        var figures: [Figure] = []
        for pause in cases {
            do {
                let measured = try await measure(pause)
                FigureTable(title: "", figures: measured).lines.forEach(session.log)
                figures += measured
            } catch {
                session.log("\(error)")
                figures.append(.notRun(pause.title, against: "", because: firstLine(of: error)))
            }
        }
        return figures
    }

    private func measure(_ pause: BenchmarkSize.PauseCase) async throws -> [Figure] {
        let scripts = SwitchScripts(session)
        let arena = try await Arena.open(
            from: pause.from, to: pause.to, session.programs, session.size,
            databases: pause.databases)
        do {
            session.log("\(pause.title): move")
            let crossings = Crossings(arena: arena, pause: pause, log: session.log)
            let turns = try await crossings.perform(
                between: pause.isAgainstScripts && scripts.isMissing == nil
                    ? session.size.scriptRuns : 0
            ) { try await scripts.run($0, pause) }
            await arena.stage.end()
            return figures(pause, turns, scripts)
        } catch {
            await arena.stage.end()
            throw error
        }
    }

    private func figures(
        _ pause: BenchmarkSize.PauseCase, _ turns: CrossingTurns, _ scripts: SwitchScripts
    ) -> [Figure] {
        let gaps = turns.gaps.flatMap { $0 }.map(\.milliseconds)
        let note =
            "\(gaps.count) switchovers, \(turns.clientErrors) client errors, \(turns.lost) of "
            + "\(turns.acknowledged) acknowledged lost"
        func against(_ goal: Double, _ share: Double, _ name: String) -> Figure {
            Figure(
                "\(pause.title), \(name)",
                against: pause.databases == 1 ? "the limit" : "one database's limit", unit: "ms",
                pairs: percentile(share, gaps).map { [Pair(ours: $0, other: goal)] } ?? [],
                goal: pause.databases == 1 ? 1 : nil, note: share == 0.5 ? note : nil)
        }
        var figures = [
            against(50, 0.5, "p50"), against(pause.isSaturated ? 150 : 50, 0.95, "p95"),
            against(pause.isSaturated ? 500 : 250, 1, "max"),
        ]
        if pause.isAgainstScripts {
            figures += SwitchScripts.Name.allCases.map { name in
                let title = "\(pause.title), median"
                if let reason = scripts.isMissing {
                    return .notRun(title, against: name.rawValue, because: reason)
                }
                return Figure(
                    title, against: name.rawValue, unit: "ms",
                    pairs: zip(turns.gaps, turns.byHand[name] ?? []).compactMap { own, other in
                        median(own.map(\.milliseconds)).map { Pair(ours: $0, other: other) }
                    }, goal: 1)
            }
        }
        if pause.comparesMinutes, let before = turns.before, let after = turns.after {
            figures.append(
                Figure(
                    "p99 of clients after a switchover, \(pause.title)",
                    against: "before it", unit: "ms", pairs: [Pair(ours: after, other: before)]))
        }
        return figures
    }
}
