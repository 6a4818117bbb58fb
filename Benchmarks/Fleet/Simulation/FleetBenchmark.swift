import ForgeTestKit
import Foundation
import Measuring

/// A simulated fleet on one machine, worked on by the program itself, which is killed with
/// `kill -9` again and again: `fleet-benchmark APUS REPOSITORIES CHANGES SEED`.
///
/// Prints what happened, what was looked at in the end, how long a status without news took, and
/// memory; ends with status 1 when anything was lost, doubled or left wrong, and when a fleet of full
/// size had too quiet a course to show it.
@main
enum FleetBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let count = Int(arguments[2]), let changes = Int(arguments[3]),
            let seed = UInt64(arguments[4])
        else {
            print("usage: fleet-benchmark APUS REPOSITORIES CHANGES SEED")
            exit(64)
        }
        let settings = FleetSimulation.Settings(repositories: count, changes: changes, seed: seed)
        let complaints = try await complaints(settings, apus: arguments[1])
        for complaint in complaints.prefix(20) { print("WRONG: \(complaint)") }
        print(complaints.isEmpty ? "Everything held." : "\(complaints.count) things are wrong")
        if !complaints.isEmpty { exit(1) }
    }

    private static func complaints(
        _ settings: FleetSimulation.Settings, apus: String
    ) async throws -> [String] {
        let folder = FleetWorld.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let start = ContinuousClock.now
        let simulation = try await FleetSimulation(settings, in: folder) { words in
            let time = seconds(ContinuousClock.now - start)
            FileHandle.standardError.write(Data("\(time): \(words)\n".utf8))
        }
        let made = ContinuousClock.now
        let program = Program(apus: apus, world: simulation.world)
        return try await ForgeServer(simulation.world.forge, .github).serve {
            @Sendable address in
            try await simulation.begin(address)
            let outcome = try await simulation.run { try await program.sync(until: $0) }
            let ended = ContinuousClock.now
            let verdict = await simulation.judge()
            FleetReportText(settings: settings, outcome: outcome, verdict: verdict).print()
            print(
                """
                time         \(seconds(made - start)) to make the repositories, \
                \(seconds(ended - made)) for the course, \
                \(seconds(ContinuousClock.now - ended)) to judge it
                memory       \(program.largest.text) at most in any sync
                """)
            let times = try await program.measureStatus(settings.repositories)
            try keep(figure(times, settings.repositories))
            return verdict.complaints + settings.missing(in: outcome)
        }
    }

    private static func figure(_ times: [Duration], _ count: Int) -> Figure {
        Figure(
            "fleet: status of \(count) repositories without news", against: "20 s", unit: "s",
            pairs: times.map { Pair(ours: $0 / .seconds(1), other: 20) }, goal: 1)
    }

    /// For `make bench`, which gathers everybody's figures.
    private static func keep(_ figure: Figure) throws {
        guard let file = ProcessInfo.processInfo.environment["BENCH_JSON"] else { return }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try encoder.encode(["figures": [figure]]).write(to: URL(filePath: file))
    }

    static func seconds(_ duration: Duration) -> String {
        duration.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1)))
    }
}
