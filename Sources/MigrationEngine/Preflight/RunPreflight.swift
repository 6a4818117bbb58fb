import Diagnostics
package import MigrationCore
import PostgresCatalog

extension MigrationRunner {
    /// Looks at both servers, at this machine's programs and at the pooler; changes nothing.
    package func preflight() async throws -> PreflightReport {
        let servers = context.file.servers
        let settings = context.settings
        let facts = try await gatherPreflightFacts(
            file: context.file, settings: settings,
            peers: BothSides(
                source: peerSettings(
                    servers.source, settings.source, database: servers.source.maintenanceDatabase),
                target: peerSettings(
                    servers.target, settings.target, database: servers.target.maintenanceDatabase)))
        let local: [any PreflightCheck] = [await programsCheck(), await trafficCheck()]
        let report = PreflightReport(
            of: facts, for: context.file, checks: PreflightChecks.all + local)
        recorder.update { $0.checks = report.outcomes }
        return report
    }

    private func programsCheck() async -> SettledCheck {
        var check = SettledCheck(
            id: "programs", title: "pg_dump and pg_restore on this machine",
            fine: "pg_dump of the target's version is here")
        do {
            let programs = try await programs()
            check.fine = "pg_dump \(programs.major) is here"
        } catch {
            check.add(error)
        }
        return check
    }

    private func trafficCheck() async -> SettledCheck {
        var check = SettledCheck(
            id: "traffic", title: "the gate that clients come through",
            fine: "the gate answers and leads to the source")
        if context.file.traffic == .none {
            check.found = [
                Finding(
                    .warning,
                    "nothing holds clients during the switchover: they are fenced off, "
                        + "get errors, and have to connect again")
            ]
            return check
        }
        do {
            let gate = try context.makeGate(serving: .source)
            defer { Task { await gate.close() } }
            try await gate.prepare()
        } catch {
            check.add(error)
        }
        return check
    }
}

/// A check whose answer does not come from the servers' facts.
private struct SettledCheck: PreflightCheck {
    let id: String
    let title: String
    var fine: String
    var found: [Finding] = []

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] { found }

    mutating func add(_ error: any Error) {
        let diagnostic = error as? Diagnostic
        let evidence = [diagnostic?.message ?? "\(error)", diagnostic?.detail]
            .compactMap { $0 }.joined(separator: ": ")
        found.append(
            Finding(
                .blocker, nil, in: nil, [], evidence,
                fix: diagnostic?.hint.map { .action($0) }))
    }
}
