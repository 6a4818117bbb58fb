import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: no decision hangs on a wall clock. Method: the program and its guard run with a clock that
/// jumps by days while traffic is held, against servers that know the right time.
@Suite("Hazards of clocks", .serialized)
struct ClockHazardTests {
    private static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"

    @Test(
        "hazard 27: a clock that jumps forth and back in the write pause changes nothing",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"),
        .enabled(
            if: FileManager.default.fileExists(atPath: library),
            "not run: the package faketime is missing"))
    func jumps() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try stage.writeFile(
                stage.fileText("limits: {max_write_pause: 10s, retry_after: 1s}"))
            let workload = try await stage.startLedger(rate: 50)
            try await expect(stage, ["run"], 0)
            for (command, jump) in [("switch-over", "+3d"), ("switch-back", "-3d")] {
                let result = try await cross(command, jump, stage)
                #expect(result.status == 0, "\(command) \(jump): \(result.error)")
                #expect(try await workload.waitForAcknowledgements(10))
                let attempts = try await stage.query(
                    "SELECT count(*) FROM apus.attempt WHERE decision = 'abandoned'",
                    on: command == "switch-over" ? .source : .target)
                #expect(attempts.single == "0", "\(command) \(jump)")
            }
            try await expectCleanLedger(workload, stage)
            try await expect(stage, ["abort", "--confirm", "demo"], 0)
        }
    }

    /// The library reads the offset from a file, and leaves clocks that only count alone.
    private func cross(
        _ command: String, _ jump: String, _ stage: Stage
    ) async throws -> ProgramResult {
        let clock = stage.folder + "/clock"
        try "+0\n".write(toFile: clock, atomically: true, encoding: .utf8)
        let program = try ProgramAtWork(
            stage, [command], stall: "fence:after",
            environment: [
                "LD_PRELOAD": Self.library, "FAKETIME_TIMESTAMP_FILE": clock,
                "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            ])
        try await program.stopped()
        try "\(jump)\n".write(toFile: clock, atomically: true, encoding: .utf8)
        program.goOn()
        return try await program.end()
    }
}
