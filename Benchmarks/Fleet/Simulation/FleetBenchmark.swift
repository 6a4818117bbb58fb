import FleetSync
import ForgeTestKit
import Foundation
import Measuring
import Subprocess
import Synchronization
import SystemPackage

/// A simulated fleet on one machine, worked on by the program itself, which is killed with
/// `kill -9` again and again: `fleet-benchmark APUS REPOSITORIES CHANGES SEED`.
///
/// Prints what happened, how long a status without news took, and memory; ends with status 1 when
/// anything was lost, doubled or left wrong.
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
        let folder = FleetWorld.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let start = ContinuousClock.now
        let simulation = try await FleetSimulation(settings, in: folder) { words in
            let time = seconds(ContinuousClock.now - start)
            FileHandle.standardError.write(Data("\(time): \(words)\n".utf8))
        }
        let made = ContinuousClock.now
        let program = Program(apus: arguments[1], world: simulation.world)
        let complaints = try await ForgeServer(simulation.world.forge, .github).serve {
            @Sendable address in
            try await simulation.begin(address)
            let outcome = try await simulation.run { try await program.sync(dyingAfter: $0) }
            report(settings, outcome, made - start, ContinuousClock.now - made)
            print("memory       \(program.largest.text) at most in any sync")
            let times = try await program.measureStatus(count)
            try keep(figure(times, count))
            return outcome.complaints
        }
        for complaint in complaints.prefix(20) { print("WRONG: \(complaint)") }
        print(complaints.isEmpty ? "Everything held." : "\(complaints.count) things are wrong")
        if !complaints.isEmpty { exit(1) }
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

    private static func report(
        _ settings: FleetSimulation.Settings, _ outcome: FleetSimulation.Outcome,
        _ making: Duration, _ course: Duration
    ) {
        print(
            """
            fleet        \(settings.repositories) repositories, 3 features, \(settings.changes) \
            central changes in 3 waves, seed \(settings.seed)
            course       \(outcome.runs) runs, \(outcome.kills) of them killed; \
            \(settings.faultPercent) of 100 calls to the forge failed
            people       \(outcome.edits) edits by hand, \(outcome.peoplesCommits) commits on \
            branches, \(outcome.merges) merges, \(outcome.collisions) that collided at first, \
            \(outcome.declines) requests declined
            requests     \(outcome.requests) opened, \(outcome.calls) calls to the forge
            time         \(seconds(making)) to make the repositories, \(seconds(course)) for the course
            """)
    }

    static func seconds(_ duration: Duration) -> String {
        duration.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1)))
    }
}

/// The program, run as a person would.
private struct Program: Sendable {
    let apus: String
    let world: FleetWorld

    /// The most memory that any run had.
    let largest = Largest()

    func sync(dyingAfter count: Int?) async throws -> Bool {
        let environment: [Environment.Key: String] =
            count.map { ["APUS_FLEET_DIE_AFTER": "\($0)"] } ?? [:]
        let (status, memory) = try await run("sync", environment)
        largest.take(memory)
        return status != nil
    }

    func measureStatus(_ count: Int) async throws -> [Duration] {
        _ = try await run("status", [:])
        var times: [Duration] = []
        for attempt in 1...3 {
            let start = ContinuousClock.now
            let (status, memory) = try await run("status", [:])
            times.append(ContinuousClock.now - start)
            print(
                "status \(attempt)     \(FleetBenchmark.seconds(times[attempt - 1])) for \(count) "
                    + "repositories without news, \(memory / 1024) MiB at most, "
                    + "exit status \(status.map { "\($0)" } ?? "killed")")
        }
        return times
    }

    /// - Returns: the exit status, nil when it was killed; and the most memory it had, in KiB.
    private func run(
        _ command: String, _ environment: [Environment.Key: String]
    ) async throws -> (status: Int32?, memory: Int) {
        let result = try await Subprocess.run(
            .path(FilePath(apus)),
            arguments: [
                "fleet", command, "--file", world.fleetFile, "--state-dir", world.state.path,
                "--output", "json",
            ], environment: .inherit.updating(environment.mapValues { $0 }), input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            await Self.watch(execution.processIdentifier.value)
        }
        if case .exited(let code) = result.terminationStatus {
            return (Int32(code), result.closureResult)
        }
        return (nil, result.closureResult)
    }

    /// The largest resident size of a process, looked at until it ends, in KiB.
    private static func watch(_ process: pid_t) async -> Int {
        var most = 0
        while let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        {
            most = max(most, Int(line.split(separator: " ").dropLast().last ?? "") ?? 0)
            try? await Task.sleep(for: .milliseconds(50))
        }
        return most
    }
}

/// The largest of many numbers of KiB.
private final class Largest: Sendable {
    private let value = Mutex(0)

    func take(_ memory: Int) { value.withLock { $0 = max($0, memory) } }

    var text: String { "\(value.withLock { $0 } / 1024) MiB" }
}
