import Diagnostics
package import MigrationCore
import PostgresCatalog

extension MigrationRunner {
    /// Looks at both servers, at this machine's programs and at the pooler; changes nothing.
    ///
    /// - Parameter more: checks that the front end brings, such as of the infrastructure.
    package func preflight(_ more: [any PreflightCheck] = []) async throws -> PreflightReport {
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
            of: facts, for: context.file, checks: PreflightChecks.all + local + more)
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
            check.found += try await impatientPoolers(gate)
        } catch {
            check.add(error)
        }
        return check
    }

    /// Clients that wait longer than their pooler lets them get an error, though nothing is lost.
    private func impatientPoolers(_ gate: any TrafficGate) async throws -> [Finding] {
        let pause = context.file.limits.maxWritePause
        var found: [Finding] = []
        for case let pooler as PgBouncerGate in (gate as? GateGroup)?.gates ?? [] {
            guard let patience = try await pooler.clientPatience(), patience < pause else {
                continue
            }
            found.append(
                Finding(
                    .warning, nil, in: nil, [pooler.file],
                    "this PgBouncer gives waiting clients an error after \(patience.readable) "
                        + "(query_wait_timeout), and traffic may be held for \(pause.readable)",
                    fix: .action(
                        "SET query_wait_timeout = \(Int(pause.seconds.rounded(.up)) * 2); on its "
                            + "admin console, or a shorter max_write_pause in the file")))
        }
        return found
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
