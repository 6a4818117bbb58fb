/// A slot is only made once every transaction that was running has ended.
struct LongTransactionsCheck: PreflightCheck {
    let id = "server.long-transactions"
    let title = "no transaction runs for long"
    let fine = "no long or forgotten transactions now"
    /// They come and go; later steps look again, and wait.
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.sessions.findings(.source) { sessions in
            let limit = file.limits.longestTransaction
            let long = sessions.filter { !$0.isOurs && ($0.transactionAge ?? 0) > limit.seconds }
            return long.map(describe) + hidden(sessions, facts)
        }
    }

    private func describe(_ session: SessionFacts) -> Finding {
        let age = Duration.seconds(session.transactionAge ?? 0).readable
        let effect = session.hasTransactionID ? "; no slot can be made until it ends" : ""
        return Finding(
            .warning, .source, ["pid \(session.pid)"],
            "role \(session.role ?? "?") in database \(session.database ?? "?") has been in a "
                + "transaction for \(age), \(session.state ?? "state unknown")\(effect)",
            fix: .sql("SELECT pg_terminate_backend(\(session.pid));", on: .source))
    }

    private func hidden(_ sessions: [SessionFacts], _ facts: PreflightFacts) -> [Finding] {
        let hidden = sessions.count { $0.isHidden }
        guard hidden > 0 else { return [] }
        return [
            Finding(
                .unknown, .source, "\(counted(hidden, "session")) of others: their age is hidden",
                fix: facts.grant("pg_read_all_stats", on: .source))
        ]
    }
}
