import Measuring

/// Whole databases: rows, indexes, constraints, statistics.
struct CopyLines: Sendable {
    let arena: Arena
    let databases: [Dataset]
    let log: @Sendable (String) -> Void

    func measure() async throws -> [Figure] {
        var figures: [Figure] = []
        for dataset in databases {
            do {
                log("load \(dataset.rawValue)")
                try await dataset.load(arena)
                let measured = try await measure(dataset)
                FigureTable(title: "", figures: measured).lines.forEach(log)
                figures += measured
            } catch {
                log("\(error)")
                figures.append(
                    .notRun(dataset.title(arena.size), against: "", because: firstLine(of: error)))
            }
            try await arena.source("DROP DATABASE IF EXISTS \(dataset.rawValue)")
        }
        return figures
    }

    private func measure(_ dataset: Dataset) async throws -> [Figure] {
        // For many small tables the pipe would measure how fast programs start.
        let takePart = Mover.allCases.filter {
            arena.isMissing($0) == nil && !($0 == .pipe && dataset == .small)
        }
        var rounds: [[Mover: Turn]] = []
        for number in 1...arena.size.rounds {
            var round: [Mover: Turn] = [:]
            // Whoever goes first has the colder caches, so each round begins elsewhere.
            for mover in takePart.rotated(by: number - 1) {
                log("\(dataset.title(arena.size)), round \(number): \(mover.rawValue)")
                round[mover] = try await arena.turn(mover, named: dataset.rawValue)
            }
            rounds.append(round)
        }
        return figures(dataset, rounds)
    }

    private func figures(_ dataset: Dataset, _ rounds: [[Mover: Turn]]) -> [Figure] {
        let title = dataset.title(arena.size)
        var figures = Mover.allCases.filter { $0 != .apus }.map { mover in
            if mover == .pipe, dataset == .small {
                return Figure.notRun(
                    title, against: mover.rawValue, because: "a pipe for each table is no limit")
            }
            if let reason = arena.isMissing(mover) {
                return .notRun(title, against: mover.rawValue, because: reason)
            }
            return Figure(
                title, against: mover.rawValue, unit: "s",
                pairs: pairs(rounds, [mover], \.seconds), goal: mover == .pipe ? 1.3 : nil)
        }
        figures.append(
            Figure(
                title, against: "the fastest of them", unit: "s",
                pairs: pairs(rounds, Mover.rivals, \.seconds), goal: 0.9))
        figures.append(
            Figure(
                title + ", source's processors", against: "the most sparing of them", unit: "s",
                pairs: pairs(rounds, Mover.rivals, \.sourceProcessor), goal: 1))
        let peak = rounds.compactMap { $0[.apus]?.memory }.max() ?? 0
        figures.append(
            Figure(
                title + ", memory of the program", against: "the limit", unit: "MB",
                pairs: [Pair(ours: peak, other: 100)], goal: 1))
        return figures
    }

    /// Ours against the best of some others in the same round.
    private func pairs(
        _ rounds: [[Mover: Turn]], _ others: [Mover], _ value: (Turn) -> Double
    ) -> [Pair] {
        rounds.compactMap { round in
            guard let ours = round[.apus],
                let best = others.compactMap({ round[$0] }).map(value).min()
            else { return nil }
            return Pair(ours: value(ours), other: best)
        }
    }
}

extension Array {
    fileprivate func rotated(by places: Int) -> [Element] {
        isEmpty ? [] : Array(self[(places % count)...] + self[..<(places % count)])
    }
}
