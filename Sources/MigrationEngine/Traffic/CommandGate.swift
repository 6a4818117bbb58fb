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
        if let command = hook.hold { try await run(command, "hold", serving) }
    }

    package func redirect(to side: Side) async throws {
        try await run(hook.redirect, "redirect", side)
    }

    package func release() async throws {
        if let command = hook.release { try await run(command, "release", serving) }
    }

    package func close() async {}

    private func run(_ command: String, _ name: String, _ side: Side) async throws {
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", command],
            environment: .inherit.updating([
                "APUS_MIGRATION": migration, "APUS_SIDE": side.rawValue,
                "APUS_HOST": addresses[side].host, "APUS_PORT": addresses[side].port,
            ]), output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Diagnostic(
                .error, .commandFailed, "the command `\(name)` failed",
                detail: "\(result.terminationStatus): \(result.standardError)",
                hint: "Run it by hand: \(command)")
        }
    }
}
