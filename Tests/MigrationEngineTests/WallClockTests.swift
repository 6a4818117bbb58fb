import Foundation
import Testing

/// Goal: no decision hangs on a wall clock. Method: whoever reads one is named here, with the
/// reason; everything else has to take instants of a clock that only counts.
@Suite("Wall clocks")
struct WallClockTests {
    /// What reads one, and why it may.
    private let known: [String: String] = [
        "StatementLog.swift": "the report says when a statement was run",
        "StatementObserver.swift": "the report says when a statement was run",
        "ReportRecorder.swift": "the report says when a command was run",
        "SwitchoverRun.swift": "the report says when a step was taken; its deadline is an instant",
    ]

    @Test("hazard 27: neither the core nor the engine nor the client asks what time it is")
    func nobodyAsks() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources").standardized
        let clocks = #/\b(Date\(|Date\.now|gettimeofday|CLOCK_REALTIME|timeIntervalSince|NSDate)/#
        var looked = 0
        var found: [String] = []
        for module in ["MigrationCore", "MigrationEngine", "PostgresClient"] {
            let files = FileManager.default.enumerator(
                at: sources.appendingPathComponent(module), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                looked += 1
                let text = try String(contentsOf: file, encoding: .utf8)
                if text.contains(clocks), known[file.lastPathComponent] == nil {
                    found.append(file.lastPathComponent)
                }
            }
        }
        #expect(looked > 100)
        #expect(found == [])
    }
}
