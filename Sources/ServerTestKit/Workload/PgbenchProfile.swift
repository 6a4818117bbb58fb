/// Accounts, tellers, branches and history, as `pgbench -i` makes them.
package struct PgbenchProfile: WorkloadProfile {
    package let name = "pgbench"
    /// The scale that the tables were made with.
    package let scale: Int

    package init(scale: Int = 1) { self.scale = scale }

    package var templates: [StatementTemplate] {
        [
            """
            UPDATE public.pgbench_accounts SET abalance = abalance + $1::int WHERE aid = $2::int
            """,
            """
            INSERT INTO public.pgbench_history (tid, bid, aid, delta, mtime) \
            VALUES ($1::int, $2::int, $3::int, $4::int, now())
            """,
            """
            UPDATE public.pgbench_tellers SET tbalance = tbalance + $1::int WHERE tid = $2::int
            """,
            """
            UPDATE public.pgbench_branches SET bbalance = bbalance + $1::int WHERE bid = $2::int
            """,
        ]
    }

    /// Every transaction touches an account; history is more frequent than the few rows of
    /// tellers and branches, which all clients would otherwise queue for.
    package func nextTransaction(_ random: inout SeededRandom) -> [BusinessStatement] {
        let delta = "\(Int.random(in: -5000...5000, using: &random))"
        let account = "\(Int.random(in: 1...(100_000 * scale), using: &random))"
        let teller = "\(Int.random(in: 1...(10 * scale), using: &random))"
        let branch = "\(Int.random(in: 1...scale, using: &random))"
        let update = BusinessStatement(0, [delta, account])
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return [update, BusinessStatement(2, [delta, teller])]
        case 1: return [update, BusinessStatement(3, [delta, branch])]
        default: return [update, BusinessStatement(1, [teller, branch, account, delta])]
        }
    }
}
