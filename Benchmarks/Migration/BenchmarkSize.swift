import ArgumentParser

/// How much is measured.
struct BenchmarkSize: Sendable {
    var pgbenchScale: Int
    var largeRows: Int
    var smallTables: Int
    var wideRows: Int
    /// Rounds of the copy lines; in each everybody has one turn.
    var rounds: Int
    /// Seconds of a stretch of load that is looked at.
    var stretch: Double
    /// Seconds before and after a switchover that are compared.
    var minute: Double
    /// Switchovers of each line of write pauses, there and back.
    var switchovers: Int
    var pauseScale: Int
    /// How often each of the scripts by hand is run for a line, and for how long each writes.
    var scriptRuns: Int
    var scriptSeconds: Int
    var pauseCases: [PauseCase]
    /// Many databases of one server that switch over together.
    var manyCase: PauseCase

    /// One line of write pauses.
    struct PauseCase: Sendable {
        var from: Int
        var to: Int
        /// Transactions a second; more than any machine can is saturation.
        var rate: Int
        var isAgainstScripts = false
        /// How many move together; clients write to the first.
        var databases = 1
        /// Switchovers there and back, where not as many as of the others.
        var switchovers: Int?

        var isSaturated: Bool { rate >= 100_000 }
        /// Where more is due than can be done, everybody waits longer and longer anyway.
        var comparesMinutes: Bool { rate <= 500 }
        var title: String {
            "write pause \(from)→\(to), " + (isSaturated ? "saturated" : "\(rate)/s")
                + (databases == 1 ? "" : ", \(databases) databases")
        }
    }

    enum Name: String, ExpressibleByArgument, CaseIterable { case full, quick, tiny }

    static func named(_ name: Name) -> BenchmarkSize {
        switch name {
        case .full:
            BenchmarkSize(
                pgbenchScale: 200, largeRows: 20_000_000, smallTables: 2000, wideRows: 200_000,
                rounds: 3, stretch: 20, minute: 60, switchovers: 100, pauseScale: 10,
                scriptRuns: 3, scriptSeconds: 40,
                pauseCases: [500, 2000, 100_000].flatMap { rate in
                    [(15, 17), (13, 18)].map {
                        PauseCase(from: $0.0, to: $0.1, rate: rate, isAgainstScripts: true)
                    }
                },
                manyCase: PauseCase(
                    from: 15, to: 17, rate: 500, databases: 50, switchovers: 4))
        case .quick:
            BenchmarkSize(
                pgbenchScale: 20, largeRows: 2_000_000, smallTables: 200, wideRows: 20_000,
                rounds: 2, stretch: 4, minute: 3, switchovers: 4, pauseScale: 2,
                scriptRuns: 1, scriptSeconds: 12,
                pauseCases: [
                    PauseCase(from: 15, to: 17, rate: 500, isAgainstScripts: true),
                    PauseCase(from: 13, to: 18, rate: 500),
                    PauseCase(from: 15, to: 17, rate: 2000),
                    PauseCase(from: 15, to: 17, rate: 100_000),
                ],
                manyCase: PauseCase(from: 15, to: 17, rate: 500, databases: 5, switchovers: 2))
        case .tiny:
            BenchmarkSize(
                pgbenchScale: 1, largeRows: 50_000, smallTables: 20, wideRows: 500,
                rounds: 2, stretch: 2, minute: 2, switchovers: 2, pauseScale: 1,
                scriptRuns: 1, scriptSeconds: 12,
                pauseCases: [PauseCase(from: 15, to: 17, rate: 200, isAgainstScripts: true)],
                manyCase: PauseCase(from: 15, to: 17, rate: 200, databases: 3, switchovers: 2))
        }
    }
}
