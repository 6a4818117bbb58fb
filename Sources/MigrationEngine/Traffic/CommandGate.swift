package import Diagnostics
package import MigrationCore
import Subprocess
import SystemPackage

extension Diagnostic.Code {
    package static let commandFailed: Self = "traffic.command-failed"
}

/// Holds and redirects clients through programs that the operator named.
package struct CommandGate: TrafficGate {
    let hook: CommandHook
    let migration: String
    let serving: Side
    let addresses: BothSides<PoolerAddress>

    package init(
        _ hook: CommandHook, migration: String, serving: Side, addresses: BothSides<PoolerAddress>
    ) {
        self.hook = hook
        self.migration = migration
        self.serving = serving
        self.addresses = addresses
    }

    package func prepare() async throws {}

    package func hold(timeout: Duration) async throws {
        if let command = hook.hold { try await run(command, "hold", serving, timeout) }
    }

    package func redirect(to side: Side) async throws {
        try await run(hook.redirect, "redirect", side, Self.patience)
    }

    package func release() async throws {
        if let command = hook.release { try await run(command, "release", serving, Self.patience) }
    }

    package func close() async {}

    /// Beyond the decision a command is repeated until it works, so one that hangs is ended: the
    /// next try may find what it waited for.
    private static let patience = Duration.seconds(60)

    private func run(
        _ command: String, _ name: String, _ side: Side, _ limit: Duration
    ) async throws {
        let ending = try await withThrowingTaskGroup(of: Ending?.self) { group in
            group.addTask { try await start(command, side) }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let ending else {
            throw Diagnostic(
                .error, .commandFailed,
                "the command `\(name)` did not end within \(limit.readable)",
                detail: "It was ended with everything it had started.",
                hint: "Run it by hand and see what it waits for: \(command)")
        }
        guard ending.isSuccess else {
            throw Diagnostic(
                .error, .commandFailed, "the command `\(name)` failed",
                detail: "\(ending.status): \(ending.complaint)", hint: "Run it by hand: \(command)")
        }
    }

    private struct Ending: Sendable {
        let isSuccess: Bool
        let status: String
        let complaint: String
    }

    /// In a session of its own, so that cancelling it ends what it started too.
    private func start(_ command: String, _ side: Side) async throws -> Ending {
        var platform = PlatformOptions()
        platform.createSession = true
        platform.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", command],
            environment: .inherit.updating([
                "APUS_MIGRATION": migration, "APUS_SIDE": side.rawValue,
                "APUS_HOST": addresses[side].host, "APUS_PORT": addresses[side].port,
            ]), platformOptions: platform, output: .discarded, error: .string(limit: 1 << 16))
        return Ending(
            isSuccess: result.terminationStatus.isSuccess, status: "\(result.terminationStatus)",
            complaint: result.standardError)
    }
}
