import Foundation
import MigrationCore
import MigrationEngine

extension DemoReport {
    /// The report as a person reads it.
    package var text: String {
        let parts =
            [title, copyText, phasesText] + switchovers.enumerated().map { text($1, $0 + 1) }
            + [ledgerText, certificateText]
            + warnings.map { "warning      \($0)" }
            + [isGood ? "Everything held." : "SOMETHING DID NOT HOLD: read the lines above."]
        return parts.joined(separator: "\n")
    }

    private var title: String {
        let rate = load["rate"] ?? 0
        let pace = rate > 0 ? "\(Int(rate)) transactions a second" : "as many as they can"
        return """

            PostgreSQL \(versions["source"] ?? "?") to \(versions["target"] ?? "?"), written to \
            by \(Int(load["clients"] ?? 0)) clients through PgBouncer, \(pace)

            """
    }

    private var copyText: String {
        guard let copy else { return "copy         nothing was copied" }
        let rate = copy.seconds > 0 ? Int64(Double(copy.bytes) / copy.seconds) : 0
        return """
            copy         \(copy.rows) rows, \(ByteCount(copy.bytes)) of \(copy.tables) tables in \
            \(Duration.seconds(copy.seconds).readable), with their indexes: \(ByteCount(rate))/s
            """
    }

    private var phasesText: String {
        "phases       "
            + phases.map { "\($0.name) \(Duration.seconds($0.seconds).readable)" }
            .joined(separator: ", ") + "\n"
    }

    private func text(_ move: Switchover, _ number: Int) -> String {
        let steps = move.steps.map { "\($0.name) \(milliseconds($0.milliseconds))" }
        return """
            switchover \(number) \(move.direction)
              write pause            \(milliseconds(move.writePauseMs)) held by the program
              longest gap, clients   \(milliseconds(move.longestClientGapMs))
              latency before         \(text(move.before))
              latency during         \(text(move.during))
              latency after          \(text(move.after))
              steps                  \(steps.joined(separator: ", "))
              certificate            \(text(move.certificate))
              commits per 20 ms      \(move.picture)

            """
    }

    private func text(_ latencies: Latencies?) -> String {
        guard let latencies else { return "no transactions" }
        return "p50 \(milliseconds(latencies.p50Ms)), p99 \(milliseconds(latencies.p99Ms)), "
            + "p99.9 \(milliseconds(latencies.p999Ms)), largest \(milliseconds(latencies.maxMs))"
    }

    private func text(_ certificate: Certificate?) -> String {
        guard let certificate else { return "none" }
        let verdict = certificate.equal ? "both sides equal" : "DIFFERENT"
        return "\(verdict): \(certificate.rows) rows of \(certificate.tables) tables, "
            + "\(certificate.sequences) sequences"
    }

    private var ledgerText: String {
        """
        ledger       \(ledger.acknowledged) transactions acknowledged, \(ledger.lost) lost, \
        \(ledger.duplicated) duplicated; on the other side \(ledger.lostOnOtherSide) lost, \
        \(ledger.duplicatedOnOtherSide) duplicated
        clients      \(clientErrors) errors\(errorKinds)
        """
    }

    private var errorKinds: String {
        clientErrorKinds.isEmpty
            ? ""
            : ": "
                + clientErrorKinds.sorted { $0.value > $1.value }.prefix(3)
                .map { "\($0.value) times \"\($0.key)\"" }.joined(separator: ", ")
    }

    private var certificateText: String {
        """
        certificate  \(certificate.equal ? "equal at each switchover" : "DIFFERENT"); compared \
        again at the end, \(verifiedAfterwards.equal ? "equal" : "DIFFERENT"): \
        \(verifiedAfterwards.rows) rows of \(verifiedAfterwards.tables) tables
        left behind  \(leftovers.isEmpty ? "nothing" : leftovers.joined(separator: ", "))
        """
    }

    private func milliseconds(_ value: Double) -> String {
        Duration.milliseconds(value).readable
    }
}
