import Measuring

/// Where the clients' longest gap goes: the program's own report, laid over the clients' log.
struct PauseComposition: CustomStringConvertible {
    private let parts: [(name: String, milliseconds: [Double])]

    /// - Parameter gaps: of the same switchovers, by turn; one that a turn undid at its end has
    ///   none, and is left out.
    init(_ switchovers: [ProgramReport.Switchover], _ gaps: [[PgbenchLog.Gap]]) {
        let felt = gaps.flatMap { $0 }.compactMap { gap in
            switchovers.first { $0.holds(gap) }.map { ($0, gap) }
        }
        let names = switchovers.first?.steps.map(\.name) ?? []
        parts =
            names.map { name in
                let taken = felt.compactMap { $0.0.step(name)?.milliseconds }
                return (name, taken)
            } + [
                (
                    "of the gap before the fence",
                    felt.map { ($0.0.start("fence") - $0.1.from) * 1000 }
                ), ("behind the release", felt.map { ($0.1.to - $0.0.end("release")) * 1000 }),
            ]
    }

    /// Medians.
    var description: String {
        parts.compactMap { part in
            median(part.milliseconds).map { "\(part.name) \(($0 * 10).rounded() / 10)" }
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
