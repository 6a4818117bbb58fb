import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Synchronization
import Testing

/// Goal: clients that no pooler holds lose nothing that they saw committed, and write again as soon
/// as they know the new address. Method: a service that reads its server's address from a mounted
/// secret when it starts, behind the example's command hook; only `kubectl` is a stand-in.
@Suite("Hazards of clients without a pooler", .serialized)
struct DirectClientHazardTests {
    @Test(
        "hazards 1, 13, 22: a service without a pooler moves by its secret, and loses no commit",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func secret() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let cluster = try MountedSecret(stage)
            try stage.writeFile(fileText(stage, cluster))
            try await expect(stage, ["run"], 0)
            let service = SecretReadingService(cluster)
            service.start()
            #expect(try await service.writes(20))
            for command in ["switch-over", "switch-back"] {
                try await cross(command, stage)
                #expect(try await service.writes(20), "after \(command)")
            }
            await service.stop()
            print("longest time without a commit: \(service.longestGap.milliseconds) ms")
            try await expectEveryCommit(service, stage)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
        }
    }

    private func fileText(_ stage: Stage, _ cluster: MountedSecret) -> String {
        let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Examples/kubernetes/point-clients").standardized.path
        return """
            migration: demo
            source: {host: 127.0.0.1, port: \(stage.source.port), user: postgres}
            target: {host: 127.0.0.1, port: \(stage.target.port), user: postgres}
            databases: [app]
            traffic:
              command:
                redirect: PATH=\(cluster.folder)/bin:$PATH \(example)
            limits: {max_write_pause: 10s, retry_after: 1s}
            """
    }

    /// Hazards 1 and 22: a transaction that the fence finds open is rolled back, and its client
    /// hears of it.
    private func cross(_ command: String, _ stage: Stage) async throws {
        let origin: Side = command == "switch-over" ? .source : .target
        let program = try ProgramAtWork(stage, [command], stall: "begin:after")
        try await program.stopped()
        let client = stage.session(origin, as: "app")
        try await client.execute("BEGIN; " + Intruder.insert("open at the fence"))
        program.goOn()
        let result = try await program.end()
        #expect(result.status == 0, "\(result.error)")
        await #expect(throws: PostgresError.self) { try await client.execute("COMMIT") }
        await client.close()
        for side in Side.allCases {
            #expect(try await stage.query("SELECT count(*) FROM strays", on: side).single == "0")
        }
    }

    private func expectEveryCommit(
        _ service: SecretReadingService, _ stage: Stage
    ) async throws {
        let acknowledged = service.acknowledged
        for side in Side.allCases {
            #expect(
                try await stage.await(
                    "SELECT count(*) >= \(acknowledged.count) FROM ledger", "t", on: side))
            let rows = try await stage.query("SELECT number FROM ledger", on: side)
            let numbers = rows.column.compactMap { Int($0) }
            #expect(Set(numbers).isSuperset(of: acknowledged), "lost on the \(side)")
            #expect(Set(numbers).count == numbers.count, "twice on the \(side)")
        }
    }
}

/// A folder as Kubernetes mounts a secret into a pod, and a `kubectl` that changes it.
struct MountedSecret: Sendable {
    let folder: String

    init(_ stage: Stage) throws {
        folder = stage.folder + "/cluster"
        try FileManager.default.createDirectory(
            atPath: folder + "/bin", withIntermediateDirectories: true)
        try write("host", "127.0.0.1")
        try write("port", "\(stage.source.port)")
        try write("generation", "1")
        try write("bin/kubectl", Self.kubectl(folder))
        chmod(folder + "/bin/kubectl", 0o755)
    }

    func read(_ name: String) -> String {
        ((try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    private static func kubectl(_ folder: String) -> String {
        #"""
        #!/bin/sh
        # kubectl -n NAMESPACE patch secret NAME --type merge -p JSON
        # kubectl -n NAMESPACE rollout restart|status WORKLOAD
        set -eu
        cd '\#(folder)'
        put() { printf '%s\n' "$2" >"$1.new" && mv "$1.new" "$1"; }
        case "$3 $4" in
            "patch secret")
                put host "$(printf '%s' "$9" | sed 's/.*"host":"\([^"]*\)".*/\1/')"
                put port "$(printf '%s' "$9" | sed 's/.*"port":"\([^"]*\)".*/\1/')"
                ;;
            "rollout restart") put generation "$(($(cat generation) + 1))" ;;
            "rollout status") sleep 0.1 ;;
            *) exit 64 ;;
        esac
        """#
    }
}

/// A service that knows its server from the secret alone, and starts again when it is told to.
final class SecretReadingService: Sendable {
    private let cluster: MountedSecret
    private let state = Mutex(State())

    private struct State {
        var acknowledged: [Int] = []
        var lastCommit = ContinuousClock.now
        var longestGap = Duration.zero
        var isStopping = false
        var hasEnded = false
    }

    init(_ cluster: MountedSecret) { self.cluster = cluster }

    var acknowledged: [Int] { state.withLock { $0.acknowledged } }
    var longestGap: Duration { state.withLock { $0.longestGap } }

    func start() { Task.detached { await self.run() } }

    func stop() async {
        state.withLock { $0.isStopping = true }
        while !state.withLock({ $0.hasEnded }) { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Waits for so many more commits.
    func writes(_ count: Int) async throws -> Bool {
        let goal = acknowledged.count + count
        for _ in 0..<6000 {
            if acknowledged.count >= goal { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private func run() async {
        var number = 0
        while !state.withLock({ $0.isStopping }) {
            await live(&number)
            try? await Task.sleep(for: .milliseconds(20))
        }
        state.withLock { $0.hasEnded = true }
    }

    /// From one start to the next; an error or a new generation ends it.
    private func live(_ number: inout Int) async {
        let generation = cluster.read("generation")
        let connection = PostgresConnection(
            ConnectionSettings(keywords: [
                "host": cluster.read("host"), "port": cluster.read("port"), "user": "app",
                "dbname": "app",
            ]))
        while !state.withLock({ $0.isStopping }), cluster.read("generation") == generation {
            number += 1
            do {
                try await connection.execute(
                    "INSERT INTO ledger (client, number, at, note) "
                        + "VALUES (1, \(number), now(), 'service')")
                acknowledge(number)
            } catch {
                break
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
        await connection.close()
    }

    private func acknowledge(_ number: Int) {
        state.withLock { state in
            let now = ContinuousClock.now
            if !state.acknowledged.isEmpty {
                state.longestGap = max(state.longestGap, now - state.lastCommit)
            }
            state.lastCommit = now
            state.acknowledged.append(number)
        }
    }
}
