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
        try await warmUp(dataset, with: takePart)
        var rounds: [[Mover: Turn]] = []
        for number in 1...arena.size.rounds {
            var round: [Mover: Turn] = [:]
            // Whoever goes first has the colder caches, so each round begins elsewhere.
            for mover in takePart.rotated(by: number - 1) {
                log("\(dataset.title(arena.size)), round \(number): \(mover.rawValue)")
                let turn = try await arena.turn(mover, named: dataset.rawValue)
                log("\(turn)")
                round[mover] = turn
            }
            rounds.append(round)
        }
        return figures(dataset, rounds)
    }

    /// The first to fill the target waits for the files of its log, which the server keeps from then
    /// on for whoever comes next; and what was loaded is still on its way to the disk.
    private func warmUp(_ dataset: Dataset, with movers: [Mover]) async throws {
        guard let mover = movers.last else { return }
        log("\(dataset.title(arena.size)), not counted: \(mover.rawValue)")
        _ = try await arena.turn(mover, named: dataset.rawValue)
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
                pairs: pairs(rounds, \.seconds, [mover]), goal: mover == .pipe ? 1.3 : nil)
        }
        figures.append(
            Figure(
                title, against: "the fastest of them", unit: "s",
                pairs: pairs(rounds, \.seconds), goal: 0.9))
        let work = title + ", source's processors"
        figures.append(
            Figure(
                work, against: "the fastest of them", unit: "s",
                pairs: pairs(rounds, \.sourceProcessor, by: \.seconds), goal: 1))
        figures.append(
            Figure(
                work, against: "the most sparing of them", unit: "s",
                pairs: pairs(rounds, \.sourceProcessor), goal: 1))
        let peak = rounds.compactMap { $0[.apus]?.memory }.max() ?? 0
        figures.append(
            Figure(
                title + ", memory of the program", against: "the limit", unit: "MB",
                pairs: [Pair(ours: peak, other: 100)], goal: 1))
        return figures
    }

    /// Ours against the best of some others in the same round.
    ///
    /// - Parameter rank: what makes one of them the best; nil for the value itself.
    private func pairs(
        _ rounds: [[Mover: Turn]], _ value: @escaping (Turn) -> Double,
        _ others: [Mover] = Mover.rivals,
        by rank: ((Turn) -> Double)? = nil
    ) -> [Pair] {
        let rank = rank ?? value
        return rounds.compactMap { round in
            guard let ours = round[.apus],
                let best = others.compactMap({ round[$0] }).min(by: { rank($0) < rank($1) })
            else { return nil }
            return Pair(ours: value(ours), other: value(best))
        }
    }
}

extension Array {
    fileprivate func rotated(by places: Int) -> [Element] {
        isEmpty ? [] : Array(self[(places % count)...] + self[..<(places % count)])
    }
}
