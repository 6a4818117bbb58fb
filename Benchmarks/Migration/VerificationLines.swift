import Measuring
import PostgresClient

/// How fast every row of both sides is compared, and what that costs clients meanwhile.
struct VerificationLines: Sendable {
    let arena: Arena
    let log: @Sendable (String) -> Void

    private let database = "checked"

    func measure() async throws -> [Figure] {
        log("verification: load and move")
        try await arena.loadPgbench(database, scale: arena.size.pgbenchScale)
        let file = try arena.migrationFile(database)
        _ = try await arena.apus("run", file).run()
        let bytes = try await arena.source(
            "SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname ~ '^pgbench'",
            database)
        let megabytes = (bytes?.single.flatMap { Double($0) } ?? 0) / 1e6
        var figures = try await rates(file, megabytes)
        figures += try await cost(file)
        try await arena.abort(file)
        return figures
    }

    private func rates(_ file: String, _ megabytes: Double) async throws -> [Figure] {
        var seconds: [Pair] = []
        var rows = 0.0
        var alone: [Double] = []
        for round in 1...arena.size.rounds {
            log("verification: round \(round)")
            _ = try await arena.apus("verify", file).run()
            let report = try arena.report(file).verification
            rows = Double(report?.rows ?? 0)
            let ours = report?.seconds ?? 0
            alone.append(ours)
            guard let other = try await compareElsewhere() else { continue }
            seconds.append(Pair(ours: ours, other: other))
        }
        guard !seconds.isEmpty else {
            return [
                .notRun(
                    "verification, \(decimals(rows / (median(alone) ?? 1) / 1000, 0)) thousand rows/s",
                    against: Self.rival, because: "pgcopydb is not on this machine")
            ]
        }
        func rate(_ name: String, _ unit: String, _ amount: Double) -> Figure {
            Figure(
                name, against: Self.rival, unit: unit,
                pairs: seconds.map { Pair(ours: amount / $0.ours, other: amount / $0.other) },
                moreIsBetter: true)
        }
        return [
            rate("verification, rows", "thousand/s", rows / 1000),
            rate("verification, data", "MB/s", megabytes),
        ]
    }

    private static let rival = "pgcopydb compare data"

    /// - Returns: seconds; nil where there is no pgcopydb.
    private func compareElsewhere() async throws -> Double? {
        guard let program = arena.pgcopydb else { return nil }
        // Our own journal differs by design, and is no part of the data.
        let script = """
            rm -rf "$DIR/compare"; printf '[exclude-schema]\\napus\\n' >"$DIR/compare.filter"
            \(program) compare data --source "$S" --target "$T" --dir "$DIR/compare" --jobs "$JOBS"
            """
        return try await arena.shell(script, database).seconds
    }

    /// Clients at a rate that leaves room, alone and while everything is compared.
    private func cost(_ file: String) async throws -> [Figure] {
        var stretches: [(alone: Stretch, ours: Stretch, other: Stretch?)] = []
        let load = try Load(on: arena, .source, database: database, rate: 200)
        try await Task.sleep(for: .seconds(1))
        for round in 1...arena.size.rounds {
            log("verification under load: round \(round)")
            let alone = try await Stretch.of {
                try await Task.sleep(for: .seconds(arena.size.stretch))
            }
            let ours = try await Stretch.of { _ = try await arena.apus("verify", file).run() }
            let other =
                arena.pgcopydb == nil
                ? nil : try await Stretch.of { _ = try? await compareElsewhere() }
            stretches.append((alone, ours, other))
        }
        let felt = try await load.stop()
        let name = "p99 of clients while rows are compared"
        let against = Figure(
            name, against: "the same clients alone", unit: "ms",
            pairs: stretches.map { Pair(ours: felt.p99($0.ours), other: felt.p99($0.alone)) })
        guard arena.pgcopydb != nil else { return [against] }
        let rival = Figure(
            name, against: Self.rival, unit: "ms",
            pairs: stretches.compactMap { round in
                round.other.map { Pair(ours: felt.p99(round.ours), other: felt.p99($0)) }
            })
        return [against, rival]
    }
}
