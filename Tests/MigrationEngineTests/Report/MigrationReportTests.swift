import Foundation
import MigrationEngine
import Testing

/// Goal: what one command reported, the next one still knows.
@Suite("The report between two commands")
struct MigrationReportTests {
    @Test("reads back everything that it wrote")
    func roundTrip() throws {
        let folder = StateFolder(
            path: NSTemporaryDirectory() + "apus-report-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try folder.create()
        var report = MigrationReport(migration: "demo")
        report.add("copy", seconds: 2)
        report.verification = VerificationReport()
        report.switchovers = [
            SwitchoverReport(
                direction: "source to target", attempt: 1, outcome: "switched", reason: nil,
                writePauseMilliseconds: 34, steps: [])
        ]
        try report.write(folder)
        #expect(MigrationReport.read(folder, migration: "demo") == report)
    }
}
