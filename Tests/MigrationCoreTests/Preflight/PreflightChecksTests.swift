import Diagnostics
import MigrationCore
import Testing

@Suite("Preflight: what all checks promise")
struct PreflightChecksTests {
    @Test("lets a healthy pair of servers start, with every check content")
    func healthy() {
        let report = PreflightReport(of: .healthy, for: .wallet)
        for outcome in report.outcomes where !Self.cannotBeSeen.contains(outcome.check) {
            #expect(outcome.severity == .ok, "\(outcome)")
        }
        #expect(!report.isRefused)
        #expect(report.exitStatus == .done)
    }

    /// What no server tells through SQL, whoever asks.
    private static let cannotBeSeen: Set<String> = ["server.disk"]

    @Test("passes no check because a privilege was missing")
    func hidden() {
        let report = PreflightReport(of: .hidden, for: .wallet)
        for outcome in report.outcomes where !Self.needsNoServer.contains(outcome.check) {
            #expect(outcome.severity == .unknown, "\(outcome)")
        }
        #expect(report.exitStatus == .refused)
    }

    /// Judged from the migration file alone.
    private static let needsNoServer: Set<String> = ["network.loopback"]

    @Test("finds each problem, names it, and says what to type", arguments: Story.all)
    func story(_ story: Story) throws { try story.hold() }

    @Test("has a story for every check")
    func stories() {
        let told = Set(Story.all.map(\.check))
        #expect(PreflightChecks.all.map(\.id).filter { !told.contains($0) } == [])
    }

    @Test("gives each check a name of its own, in two parts")
    func names() {
        let names = PreflightChecks.all.map(\.id)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.split(separator: ".").count == 2 })
    }
}
