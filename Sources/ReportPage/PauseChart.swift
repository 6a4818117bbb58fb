import MigrationEngine

/// The time line of one attempt: a bar for each step, and the point of no return.
struct PauseChart {
    private let steps: [(name: String, start: Double, length: Double)]
    private let end: Double

    init(_ report: SwitchoverReport) {
        var clock = 0.0
        steps = report.steps.map { step in
            let start = step.startMilliseconds ?? clock
            clock = start + step.milliseconds
            return (step.name, start, step.milliseconds)
        }
        end = clock
    }

    var html: HTML? {
        guard !steps.isEmpty, end > 0 else { return nil }
        let height = Double(steps.count) * 20 + 40
        let axis = Axis(from: 0, to: end, left: 130, right: 640)
        return """
            <svg class="chart" viewBox="0 0 720 \(height)" role="img" \
            aria-label="Steps of the write pause over time">
            \(held(axis, height))
            \(axis.grid(top: 14, bottom: height - 22) { readable(milliseconds: $0) })
            \(pointOfNoReturn(axis, height))
            \(steps.enumerated().map { bar($0, $1, axis) })
            </svg>
            """
    }

    private func bar(
        _ row: Int, _ step: (name: String, start: Double, length: Double), _ axis: Axis
    ) -> HTML {
        let y = Double(row) * 20 + 18
        let x = axis.place(step.start)
        let width = max(1.5, axis.place(step.start + step.length) - x)
        return """
            <text class="label" x="120" y="\(y + 10)" text-anchor="end">\(step.name)</text>\
            <rect class="\(Self.isPaused(step.name) ? "bar" : "bar outside")" x="\(x)" y="\(y)" \
            width="\(width)" height="12" rx="2"/>\
            <text class="value" x="\(x + width + 5)" y="\(y + 10)">\
            \(readable(milliseconds: step.length))</text>
            """
    }

    /// The stretch in which no client could write.
    private func held(_ axis: Axis, _ height: Double) -> HTML? {
        guard let first = steps.first(where: { $0.name == "hold" }),
            let last = steps.last(where: { $0.name == "release" || $0.name == "resume" })
        else { return nil }
        let from = axis.place(first.start)
        let to = axis.place(last.start + last.length)
        return """
            <rect class="held" x="\(from)" y="14" width="\(max(1, to - from))" \
            height="\(height - 36)"/>
            """
    }

    private func pointOfNoReturn(_ axis: Axis, _ height: Double) -> HTML? {
        guard let decision = steps.first(where: { $0.name == "decide" }) else { return nil }
        let x = axis.place(decision.start + decision.length)
        return """
            <line class="point" x1="\(x)" x2="\(x)" y1="14" y2="\(height - 22)"/>\
            <text class="pointname" x="\(min(x, 600))" y="9" text-anchor="middle">\
            point of no return</text>
            """
    }

    private static func isPaused(_ step: String) -> Bool { step != "begin" }
}
