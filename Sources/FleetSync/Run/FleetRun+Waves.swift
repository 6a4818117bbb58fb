import Diagnostics
package import FleetCore
import Foundation

extension FleetRun {
    private var waves: [FleetFile.Wave] { Rollout.completed(fleet.waves) }

    private func rollout() -> Rollout { folder.read(Rollout.self, folder.rollout) ?? Rollout() }

    /// Brings every repository to what its wave is offered, wave after wave.
    ///
    /// - Parameter beginning: a wave that begins now, by hand.
    package func sync(_ consumers: [Consumer], beginning: String? = nil) async throws -> FleetReport
    {
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        var rollout = rollout()
        try await recognizeSettled(&rollout)
        rollout.apply(.head(head.commit), to: waves)
        if let beginning {
            guard waves.contains(where: { $0.name == beginning }) else {
                throw Diagnostic(
                    .error, .fleetUnknownWave, "there is no wave \(beginning)",
                    hint: nearestName(to: beginning, among: waves.map(\.name))
                        .map { "Did you mean \($0)?" })
            }
            rollout.apply(.begun(wave: beginning), to: waves)
        }
        let report = try await run(consumers, &rollout, acting: true)
        try remember(report)
        return report
    }

    /// How every repository is; changes nothing but this machine's memory.
    package func status(_ consumers: [Consumer]) async throws -> FleetReport {
        var rollout = rollout()
        rollout.apply(.head(head.commit), to: waves)
        var report = try await run(consumers, &rollout, acting: false)
        let last = lastSyncs()
        for index in report.repositories.indices {
            report.repositories[index].last = last[report.repositories[index].repository]
        }
        return report
    }

    private func run(
        _ consumers: [Consumer], _ rollout: inout Rollout, acting: Bool
    ) async throws -> FleetReport {
        // Some of a wave's repositories being done says nothing about the others.
        let everybody = try await self.consumers()
        let sizes = Dictionary(grouping: everybody, by: \.wave).mapValues(\.count)
        var report = FleetReport(
            fleet: fleet.name, centre: head.commit, waves: [], repositories: [])
        for wave in waves {
            let members = consumers.filter { $0.wave == wave.name }
            let target = rollout.target(of: wave.name)
            let needsChecks = gates(wave) && rollout.settled[wave.name] != target
            let standings = try await forEach(members) { consumer in
                let standing = try await work(
                    on: consumer, offered: target, acting: acting, needsChecks: needsChecks)
                progress(standing.row)
                return standing
            }
            let standing = target == nil ? nil : WaveStanding(standings.map(\.member))
            if standing == .settled, members.count == sizes[wave.name, default: 0] {
                rollout.apply(.settled(wave: wave.name), to: waves)
            }
            if acting { try folder.write(rollout, folder.rollout) }
            report.waves.append(
                .init(name: wave.name, target: target, standing: words(standing, wave)))
            report.repositories += standings.map(\.row)
        }
        report.repositories.sort { $0.repository < $1.repository }
        try await renderer.save()
        return report
    }

    /// Remembers how a sync ended for each repository it was about.
    private func remember(_ report: FleetReport) throws {
        var all = lastSyncs()
        let time = Date.now.formatted(.iso8601)
        for row in report.repositories {
            all[row.repository] = .init(result: row.result, detail: row.detail, time: time)
        }
        try folder.write(all, folder.lastSync)
    }

    private func lastSyncs() -> [String: FleetReport.LastSync] {
        folder.read([String: FleetReport.LastSync].self, folder.lastSync) ?? [:]
    }

    /// A wave that was merged since the last run passes its commit on before the centre's newer
    /// commits take its place: a busy centre would never settle otherwise. The last wave is asked
    /// first, because each wave that settled puts a newer commit in the place of the next one's.
    private func recognizeSettled(_ rollout: inout Rollout) async throws {
        let everybody = try await self.consumers()
        for wave in waves.reversed() where gates(wave) {
            guard let target = rollout.target(of: wave.name), rollout.settled[wave.name] != target,
                target != head.commit
            else { continue }
            let members = try await forEach(everybody.filter { $0.wave == wave.name }) {
                try await work(on: $0, offered: target, acting: false, needsChecks: true).member
            }
            if WaveStanding(members) == .settled {
                rollout.apply(.settled(wave: wave.name), to: waves)
            }
        }
    }

    /// Whether another wave waits for this one.
    private func gates(_ wave: FleetFile.Wave) -> Bool { waves.last?.name != wave.name }

    private func words(_ standing: WaveStanding?, _ wave: FleetFile.Wave) -> String {
        switch standing {
        case nil:
            wave.start == .byHand ? "begins by hand: sync --begin \(wave.name)" : "has not begun"
        case .settled: "settled"
        case .waiting(let names): "waits for \(list(names))"
        case .stopped(let names): "stopped by \(list(names))"
        }
    }

    private func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ")
            + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }
}
