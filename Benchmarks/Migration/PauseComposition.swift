import Measuring

/// Where the clients' longest gap goes: the program's own report, laid over the clients' log.
struct PauseComposition: CustomStringConvertible {
    private let felt: [(ProgramReport.Switchover, PgbenchLog.Gap)]

    /// - Parameter gaps: of the same switchovers, by turn; one that a turn undid at its end has
    ///   none, and is left out.
    init(_ switchovers: [ProgramReport.Switchover], _ gaps: [[PgbenchLog.Gap]]) {
        felt = gaps.flatMap { $0 }.compactMap { gap in
            switchovers.first { $0.holds(gap) }.map { ($0, gap) }
        }.sorted { $0.1.milliseconds < $1.1.milliseconds }
    }

    /// Medians of all, and of the slowest tenth.
    var description: String {
        if felt.isEmpty { return "clients stood still for longest outside of the pauses" }
        return "\(line(felt[...])); the slowest: \(line(felt.suffix((felt.count + 9) / 10)))"
    }

    private func line(_ some: ArraySlice<(ProgramReport.Switchover, PgbenchLog.Gap)>) -> String {
        let names = some.first?.0.steps.map(\.name) ?? []
        let steps = names.map { name in (name, some.compactMap { $0.0.step(name)?.milliseconds }) }
        let around = [
            ("gap", some.map(\.1.milliseconds)),
            ("of it before the fence", some.map { ($0.0.start("fence") - $0.1.from) * 1000 }),
            ("behind the release", some.map { ($0.1.to - $0.0.end("release")) * 1000 }),
        ]
        return (around + steps).compactMap { part in
            median(part.1).map { "\(part.0) \(($0 * 10).rounded() / 10)" }
        }.joined(separator: ", ") + " ms"
    }
}

extension ProgramReport.Switchover {
    fileprivate func step(_ name: String) -> Step? { steps.first { $0.name == name } }

    /// Seconds since 1970.
    fileprivate func start(_ name: String) -> Double {
        began + (step(name)?.startMilliseconds ?? 0) / 1000
    }

    fileprivate func end(_ name: String) -> Double {
        start(name) + (step(name)?.milliseconds ?? 0) / 1000
    }

    /// Whether clients stood still while this one went on.
    fileprivate func holds(_ gap: PgbenchLog.Gap) -> Bool {
        gap.from < end("release") && start("hold") < gap.to
    }
}
