import MigrationEngine
import Testing

@testable import CommandLineInterface

@Suite("The report as a person reads it")
struct ReportTextTests {
    @Test("an abandoned switchover says why and how long traffic was held")
    func abandoned() {
        let report = SwitchoverReport(
            direction: "source to target", attempt: 3, outcome: "abandoned",
            reason: "the time for the write pause was over while holding traffic",
            writePauseMilliseconds: 1500, steps: [.init(name: "hold", milliseconds: 1500)])
        let text = ReportText.switchover(report)
        #expect(text.contains("abandoned after 1.5 s: the time for the write pause was over"))
        #expect(text.contains("hold 1.5 s"))
    }

    @Test("a difference is shouted, and named")
    func difference() {
        var report = VerificationReport()
        report.equal = false
        report.differences = ["public.t: id=5"]
        report.schemaDifferences = ["table public.t is missing on the target"]
        let text = ReportText.verification(report)
        #expect(text.contains("DIFFERENT"))
        #expect(text.contains("public.t: id=5"))
        #expect(text.contains("schema: table public.t is missing on the target"))
    }
}
