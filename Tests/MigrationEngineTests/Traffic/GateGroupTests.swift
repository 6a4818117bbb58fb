import Foundation
import MigrationCore
import Synchronization
import Testing

@testable import MigrationEngine

/// A gate that remembers what it was asked, and refuses what it is told to.
private final class RecordingGate: TrafficGate {
    private let asked = Mutex<[String]>([])
    private let refuses: String?

    init(refusing: String? = nil) { refuses = refusing }

    var words: [String] { asked.withLock { $0 } }

    private func hear(_ word: String) throws {
        asked.withLock { $0.append(word) }
        if word == refuses { throw Refused() }
    }

    struct Refused: Error {}

    func prepare() async throws { try hear("prepare") }
    func renew() async throws { try hear("renew") }
    func hold(timeout: Duration) async throws { try hear("hold") }
    func redirect(to side: Side) async throws { try hear("redirect") }
    func release() async throws { try hear("release") }
    func close() async {}
}

@Suite("GateGroup: several gates, one answer")
struct GateGroupTests {
    @Test("hazard 12: a gate that does not redirect fails the step and holds up no other's clients")
    func redirects() async {
        let well = [RecordingGate(), RecordingGate()]
        let broken = RecordingGate(refusing: "redirect")
        let group = GateGroup([broken] + well)
        await #expect(throws: RecordingGate.Refused.self) { try await group.redirect(to: .target) }
        #expect(broken.words == ["redirect"])
        for gate in well { #expect(gate.words == ["redirect", "release"]) }
    }

    @Test("hazard 12: every gate is asked, whichever fails first; nobody goes on where one refused")
    func holds() async {
        let gates = [RecordingGate(refusing: "hold"), RecordingGate(), RecordingGate()]
        let group = GateGroup(gates)
        await #expect(throws: RecordingGate.Refused.self) {
            try await group.hold(timeout: .seconds(1))
        }
        for gate in gates { #expect(gate.words == ["hold"]) }
    }

    @Test("where all agree, nobody goes on before the release")
    func agree() async throws {
        let gates = [RecordingGate(), RecordingGate()]
        let group = GateGroup(gates)
        try await group.renew()
        try await group.hold(timeout: .seconds(1))
        try await group.redirect(to: .target)
        for gate in gates { #expect(gate.words == ["renew", "hold", "redirect"]) }
        try await group.release()
        for gate in gates { #expect(gate.words == ["renew", "hold", "redirect", "release"]) }
    }
}

@Suite("CommandGate: an operator's own programs")
struct CommandGateTests {
    private func gate(hold: String? = nil, redirect: String = "true") -> CommandGate {
        CommandGate(
            CommandHook(hold: hold, redirect: redirect), migration: "wallet", serving: .source,
            addresses: BothSides(
                source: PoolerAddress(host: "old", port: "1"),
                target: PoolerAddress(host: "new", port: "2")))
    }

    @Test("a command is told where clients shall go")
    func environment() async throws {
        let expected = "wallet target new 2"
        try await gate(
            redirect: "[ \"$APUS_MIGRATION $APUS_SIDE $APUS_HOST $APUS_PORT\" = '\(expected)' ]"
        ).redirect(to: .target)
    }

    @Test("a command that hangs is ended with what it started, and the step fails")
    func hangs() async throws {
        let file = NSTemporaryDirectory() + "apus-hook-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let error = await #expect(throws: (any Error).self) {
            // A busy machine takes its time before the command has said whom it started.
            try await gate(hold: "sleep 3600 & echo $! >\(file); sleep 3600")
                .hold(timeout: .seconds(5))
        }
        #expect("\(error as Any)".contains("did not end within"), "\(error as Any)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        for _ in 0..<500 where isRunning(child) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!isRunning(child))
    }

    /// Somebody who has ended may still be waiting to be collected.
    private func isRunning(_ process: Int32) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return !text.isEmpty && !text.contains(") Z ")
    }

    @Test("a command that fails says with what words")
    func fails() async {
        let error = await #expect(throws: (any Error).self) {
            try await gate(redirect: "echo no such secret >&2; exit 3").redirect(to: .target)
        }
        #expect("\(error as Any)".contains("no such secret"), "\(error as Any)")
    }
}
