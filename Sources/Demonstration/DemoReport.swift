import MigrationCore
package import MigrationEngine
import ServerTestKit

/// What the demo showed: every figure as the clients or the servers gave it.
package struct DemoReport: Encodable, Sendable {
    /// One switchover, and when it happened on the clients' clock.
    struct Move: Sendable {
        let report: SwitchoverReport
        let begin: Moment
        let end: Moment
    }

    /// What was found when the clients had stopped.
    struct Checked: Sendable {
        let records: WorkloadRecords
        let serving: LedgerReport
        let other: LedgerReport
        let afterwards: VerificationReport
        let leftovers: [String]
    }

    package struct Latencies: Encodable, Sendable, Hashable {
        package let p50Ms: Double
        package let p99Ms: Double
        package let p999Ms: Double
        package let maxMs: Double
    }

    package struct Switchover: Encodable, Sendable {
        package let direction: String
        package let writePauseMs: Double
        package let longestClientGapMs: Double
        package let steps: [SwitchoverReport.Step]
        package let before: Latencies?
        package let during: Latencies?
        package let after: Latencies?
        package let certificate: Certificate?
        /// Acknowledgements in slices of 20 ms around the pause.
        package let picture: String
    }

    package struct LedgerFigures: Encodable, Sendable, Hashable {
        package let acknowledged: Int
        package let lost: Int
        package let duplicated: Int
        /// The same on the side that does not serve, through reverse replication.
        package let lostOnOtherSide: Int
        package let duplicatedOnOtherSide: Int
    }

    package struct CertificateFigures: Encodable, Sendable, Hashable {
        package let equal: Bool
        package let tables: Int
        package let rows: Int64
    }

    /// The migration's own report, for its page; not part of the demo's.
    package let migration: MigrationReport
    package let versions: [String: String]
    package let load: [String: Double]
    package let phases: [MigrationReport.Phase]
    package let copy: MigrationReport.Copy?
    package let switchovers: [Switchover]
    package let ledger: LedgerFigures
    package let clientErrors: Int
    package let clientErrorKinds: [String: Int]
    package let certificate: CertificateFigures
    package let verifiedAfterwards: VerificationReport
    package let leftovers: [String]
    package let warnings: [String]

    private enum CodingKeys: String, CodingKey {
        case versions, load, phases, copy, switchovers, ledger, clientErrors, clientErrorKinds
        case certificate, verifiedAfterwards, leftovers, warnings
    }
}

extension DemoReport {
    init(
        setup: DemoSetup, migration: MigrationReport, moves: [Move], checked: Checked,
        began: Moment
    ) {
        let (records, serving, other) = (checked.records, checked.serving, checked.other)
        self.migration = migration
        versions = migration.versions
        load = ["rate": setup.rate, "clients": Double(setup.clients), "seconds": setup.seconds]
        phases = migration.phases.filter { !["load", "start servers", "serve"].contains($0.name) }
        copy = migration.copy
        switchovers = moves.indices.map { index in
            Switchover(
                moves[index], records,
                since: index == 0 ? began : moves[index - 1].end,
                until: index + 1 < moves.count ? moves[index + 1].begin : nil)
        }
        ledger = LedgerFigures(
            acknowledged: serving.acknowledged, lost: serving.lost.count,
            duplicated: serving.duplicated.count, lostOnOtherSide: other.lost.count,
            duplicatedOnOtherSide: other.duplicated.count)
        let failures = records.failureCounts
        clientErrors = failures.values.reduce(0, +) + records.refusals.values.reduce(0, +)
        clientErrorKinds = failures.reduce(into: records.refusals) {
            $0[$1.key.message, default: 0] += $1.value
        }
        let certificates = moves.map(\.report.certificate)
        certificate = CertificateFigures(
            equal: certificates.allSatisfy { $0?.equal == true },
            tables: certificates.last??.tables ?? 0, rows: certificates.last??.rows ?? 0)
        verifiedAfterwards = checked.afterwards
        leftovers = checked.leftovers
        warnings = migration.warnings
    }

    /// Whether it showed what it promises.
    package var isGood: Bool {
        ledger.lost == 0 && ledger.duplicated == 0 && ledger.lostOnOtherSide == 0
            && ledger.duplicatedOnOtherSide == 0 && clientErrors == 0 && certificate.equal
            && verifiedAfterwards.isClean && leftovers.isEmpty
            && switchovers.count == 3
    }
}

extension DemoReport.Switchover {
    fileprivate init(
        _ move: DemoReport.Move, _ records: WorkloadRecords, since: Moment, until: Moment?
    ) {
        let transactions = records.transactions
        let end = until ?? move.end + .seconds(5)
        let during = ClientFigures(transactions, from: move.begin, to: move.end)
        direction = move.report.direction
        writePauseMs = move.report.writePauseMilliseconds
        longestClientGapMs = during.longestGap?.length.milliseconds ?? 0
        steps = move.report.steps
        certificate = move.report.certificate
        before = .init(ClientFigures(transactions, from: since, to: move.begin).sinceDue)
        self.during = .init(during.sinceDue)
        after = .init(ClientFigures(transactions, from: move.end, to: end).sinceDue)
        let middle = during.longestGap?.start ?? move.begin
        picture =
            Throughput(
                transactions, from: middle + .milliseconds(-400),
                to: middle + .milliseconds(600), slice: .milliseconds(20)
            ).sparkline
    }
}

extension DemoReport.Latencies {
    fileprivate init?(_ figures: LatencyFigures?) {
        guard let figures else { return nil }
        self.init(
            p50Ms: figures.p50.milliseconds, p99Ms: figures.p99.milliseconds,
            p999Ms: figures.p999.milliseconds, maxMs: figures.longest.milliseconds)
    }
}
