import Demonstration
import Foundation
import Measuring
import ServerTestKit

/// Clients of pgbench that write until they are stopped, and what they felt.
final class Load {
    private let running: RunningCommand
    private let folder: String

    /// Where the clients connect.
    enum Route { case pooler, source }

    /// - Parameters:
    ///   - rate: transactions a second over all clients; nil for as many as they can.
    init(
        on arena: Arena, _ route: Route, database: String, rate: Int?, clients: Int = 8
    ) throws {
        folder = arena.stage.folder + "/load-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let isPooled = route == .pooler
        let port = isPooled ? arena.stage.pooler.port : arena.stage.source.port
        var arguments = [
            "-h", "127.0.0.1", "-p", "\(port)", "-U", arena.stage.setup.role, "-n", "-c",
            "\(clients)", "-j", "2",
            "-T", "100000", "-l", "--log-prefix=\(folder)/tx",
        ]
        if let rate { arguments += ["-R", "\(rate)"] }
        let client = try Fixtures.newest().client
        running = try RunningCommand(Command(client.program("pgbench"), arguments + [database]))
    }

    /// Ends the clients.
    ///
    /// - Returns: what they felt, up to the last few hundred transactions, which pgbench had not
    ///   written yet.
    func stop() async throws -> PgbenchLog {
        running.signal(SIGTERM)
        while running.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let files = names.compactMap {
            try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }
        try? FileManager.default.removeItem(atPath: folder)
        running.forget()
        return PgbenchLog(files)
    }

    /// What clients complained of; nobody should hear anything.
    var complaints: [String] {
        running.output.split(separator: "\n").map(String.init).filter {
            $0.contains("aborted") || $0.contains("ERROR") || $0.contains("FATAL")
        }
    }
}

/// The machine's clock, as pgbench writes it.
var clock: Double { Date().timeIntervalSince1970 }

/// A stretch of time on that clock.
struct Stretch: Sendable {
    let from: Double
    let to: Double

    static func of(_ body: () async throws -> Void) async throws -> Stretch {
        let start = clock
        try await body()
        return Stretch(from: start, to: clock)
    }
}

extension PgbenchLog {
    func p99(_ stretch: Stretch) -> Double {
        percentile(0.99, latencies(from: stretch.from, to: stretch.to)) ?? 0
    }

    func rate(_ stretch: Stretch) -> Double { rate(from: stretch.from, to: stretch.to) }
}
