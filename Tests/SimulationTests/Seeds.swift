import Foundation
import SimulatedPostgres
import Testing

/// The seeds of one test run, spread over what cores there are.
struct Seeds {
    let range: Range<Int>
    let isReplay: Bool

    static var ofTheEnvironment: Seeds {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["SEED"].flatMap({ Int($0) }) {
            return Seeds(range: seed..<(seed + 1), isReplay: true)
        }
        let count = environment["SEEDS"].flatMap { Int($0) } ?? 2_500
        return Seeds(range: 1..<(count + 1), isReplay: count < 2_000)
    }

    func run() async -> Coverage {
        await withTaskGroup(of: Coverage.self) { group in
            let lanes = 4
            for lane in 0..<lanes {
                group.addTask { runEvery(lanes, from: range.lowerBound + lane) }
            }
            return await group.reduce(into: Coverage()) { $0.merge($1) }
        }
    }

    private func runEvery(_ stride: Int, from first: Int) -> Coverage {
        var coverage = Coverage()
        for seed in Swift.stride(from: first, to: range.upperBound, by: stride) {
            let report = Simulation().run(seed: seed, traces: isReplay && range.count == 1)
            coverage.merge(report.coverage)
            report.trace.forEach { print($0) }
            if !expectKept(report, { Simulation().run(seed: seed, traces: true) }) { break }
        }
        return coverage
    }
}

/// Records a broken promise with all that is needed to see it again.
@discardableResult
func expectKept(_ report: Simulation.Report, _ tracing: () -> Simulation.Report) -> Bool {
    guard let violation = report.violation else { return true }
    let trace = tracing().trace.suffix(80).joined(separator: "\n")
    Issue.record("seed \(report.seed): make simulate SEED=\(report.seed)\n\(violation)\n\(trace)")
    return false
}
