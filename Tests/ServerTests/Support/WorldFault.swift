import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// What happens to the world around the program while it stands still at a chosen place.
enum WorldFault: String, CaseIterable, CustomTestStringConvertible {
    case walsenderKilled, applyWorkerKilled, sourceRestarted, targetRestarted
    case poolerRestarted, connectionsCut, connectionsStalled, answersTruncated
    case targetDiskFull

    var testDescription: String { rawValue }
}

/// A stage whose program reaches servers and pooler through a network that can be disturbed, and
/// whose database lies on a small disk of the target where one can be had.
struct FaultyStage {
    let stage: Stage
    let proxies: BothSides<FaultyProxy>
    let consoleProxy: FaultyProxy
    let disk: SmallDisk?

    init(_ stage: Stage) async throws {
        self.stage = stage
        proxies = BothSides(
            source: try FaultyProxy(to: stage.source.port),
            target: try FaultyProxy(to: stage.target.port))
        consoleProxy = try FaultyProxy(to: stage.pooler.port)
        disk = SmallDisk.isPossible ? try SmallDisk(megabytes: Self.roomyDisk) : nil
        if let disk {
            _ = try await stage.ask(
                "CREATE TABLESPACE small LOCATION \(sql(literal: disk.path))", on: .target)
            _ = try await stage.ask("CREATE DATABASE app TABLESPACE small", on: .target)
        }
        try stage.writeFile(fileText)
    }

    private static let roomyDisk = 300

    func end() {
        for proxy in [proxies.source, proxies.target, consoleProxy] { proxy.stop() }
        disk?.remove()
    }

    private var fileText: String {
        func server(_ side: Side) -> String {
            let near = "{host: 127.0.0.1, port: \(stage.server(side).port)}"
            return "{host: 127.0.0.1, port: \(proxies[side].port), user: postgres, "
                + "seen_from_peer: \(near), seen_from_pooler: \(near)}"
        }
        return """
            migration: demo
            source: \(server(.source))
            target: \(server(.target))
            databases: [app]
            traffic:
              pgbouncer:
                {host: 127.0.0.1, port: \(consoleProxy.port), user: pgbouncer,
                 include_file: \(stage.pooler.databasesFile)}
            limits: {max_write_pause: 20s, retry_after: 1s, switchover_attempts: 2}
            """
    }

    /// While the program stands still.
    func begin(_ fault: WorldFault) async throws {
        switch fault {
        case .walsenderKilled:
            try await endBackends("pg_stat_replication")
        case .applyWorkerKilled:
            try await endBackends("pg_stat_subscription WHERE pid IS NOT NULL")
        case .sourceRestarted: try await stage.source.restart(.immediate)
        case .targetRestarted: try await stage.target.restart(.immediate)
        case .poolerRestarted:
            await stage.pooler.kill9()
            try await stage.pooler.start()
        case .connectionsCut: all.forEach { $0.cutOnce() }
        case .connectionsStalled: all.forEach { $0.fault = .stall }
        case .answersTruncated: all.forEach { $0.fault = .truncateAnswers(after: 0) }
        case .targetDiskFull: try fillDisk()
        }
    }

    /// A moment after the program has gone on.
    func mend(_ fault: WorldFault) async throws {
        switch fault {
        case .connectionsStalled, .answersTruncated:
            try await Task.sleep(for: .seconds(1))
            all.forEach { $0.fault = .none }
        case .targetDiskFull:
            try await Task.sleep(for: .seconds(2))
            try? FileManager.default.removeItem(atPath: filler)
        default: break
        }
    }

    private var all: [FaultyProxy] { [proxies.source, proxies.target, consoleProxy] }

    private func endBackends(_ from: String) async throws {
        for side in Side.allCases {
            _ = try await stage.ask(
                "SELECT pg_terminate_backend(pid) FROM \(from)", on: side)
        }
    }

    private var filler: String { (disk?.path ?? "/nonexistent") + "/filler" }

    private func fillDisk() throws {
        _ = FileManager.default.createFile(atPath: filler, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: filler) else { return }
        let block = Data(count: 1 << 20)
        for _ in 0..<Self.roomyDisk { try? handle.write(contentsOf: block) }
        try? handle.close()
    }
}
