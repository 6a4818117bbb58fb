import FleetSync
import ForgeTestKit
import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// The program, run as a person would.
struct Program: Sendable {
    let apus: String
    let world: FleetWorld

    /// The most memory that any run had.
    let largest = Largest()

    private let running = Running()

    /// - Returns: false when it was killed.
    func sync(until end: FleetSimulation.PlannedEnd?) async throws -> Bool {
        var environment: [Environment.Key: String] = [:]
        switch end {
        case .effect(let count): environment["APUS_FLEET_DIE_AFTER"] = "\(count)"
        case .call(let count):
            let running = running
            await world.forge.setAlarm(afterCalls: count) { running.kill() }
        case nil: break
        }
        let (status, memory) = try await run("sync", environment)
        await world.forge.setAlarm(afterCalls: nil)
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
            running.begin(execution.processIdentifier.value)
            defer { running.end() }
            return await Self.watch(execution.processIdentifier.value)
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
final class Largest: Sendable {
    private let value = Mutex(0)

    func take(_ memory: Int) { value.withLock { $0 = max($0, memory) } }

    var text: String { "\(value.withLock { $0 } / 1024) MiB" }
}

/// The process that is under way, for whoever kills it.
private final class Running: Sendable {
    private let process = Mutex<pid_t?>(nil)

    func begin(_ number: pid_t) { process.withLock { $0 = number } }

    func end() { process.withLock { $0 = nil } }

    /// The signal that nobody can catch.
    func kill() {
        process.withLock { number in
            if let number { _ = Foundation.kill(number, SIGKILL) }
        }
    }
}
