import Diagnostics
import Foundation
import ServerTestKit

/// Switchovers as people write them by hand, which are no part of this project: they are run
/// where they are found.
struct SwitchScripts: Sendable {
    enum Name: String, CaseIterable, Sendable {
        case naive = "script by hand, naive"
        case tuned = "script by hand, tuned"

        var file: String { self == .naive ? "switch-naive" : "switch-tuned" }
    }

    let session: BenchmarkSession

    init(_ session: BenchmarkSession) { self.session = session }

    var isMissing: String? {
        if session.programs.scripts == nil { return "../shared/postgres has no switch-naive" }
        if geteuid() != 0 { return "the scripts start servers, and want to be root for it" }
        return isExecutable("/usr/bin/bc") ? nil : "bc is not installed"
    }

    /// - Returns: milliseconds of the longest stretch without any commit.
    func run(_ name: Name, _ pause: BenchmarkSize.PauseCase) async throws -> Double {
        let folder = NSTemporaryDirectory() + "apus-bench-hand-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for major in [pause.from, pause.to] {
            let programs = try ServerInstallation.require(major).folder
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/\(major)",
                withDestinationPath: URL(fileURLWithPath: programs).deletingLastPathComponent().path
            )
        }
        let environment = try self.environment(folder, pause)
        let script = (session.programs.scripts ?? "") + "/" + name.file
        let outcome = try await Command.shell(
            """
            stop() {
                for major in \(pause.from) \(pause.to); do
                    "$HAND/server" down "$SERVERS/$major" "$SERVERS/d$major" "$PORTS$major" || true
                done
            }
            trap stop EXIT
            timeout 240 \(script) \(pause.from) \(pause.to) \(pause.rate) 8
            """, environment
        ).run()
        guard let gap = Self.gap(in: outcome.output) else {
            throw Diagnostic(
                .error, "benchmark.program-failed", "\(name.rawValue) printed no gap",
                detail: String(outcome.output.suffix(600)))
        }
        return gap
    }

    private func environment(
        _ folder: String, _ pause: BenchmarkSize.PauseCase
    ) throws -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return [
            "SERVERS": folder, "HAND": session.programs.scripts ?? "",
            "PORTS": "\(Int.random(in: 201...310))", "POOL": "\(Int.random(in: 20_000...31_000))",
            "BNC": try PoolerInstallation.require().program,
            "SCALE": "\(session.size.pauseScale)", "DUR": "\(session.size.scriptSeconds)",
            "PATH": "\(try Fixtures.newest().client.folder):\(path)",
        ]
    }

    /// `largest gap with no commit at all 87.3 ms`
    private static func gap(in output: String) -> Double? {
        output.split(separator: "\n").first { $0.hasPrefix("largest gap") }?
            .split(separator: " ").compactMap { Double($0) }.last
    }
}
