import MigrationEngine

/// Where the time went: each stretch of a phase on one axis, idle nights between runs left out.
struct PhasesSection {
    private struct Bar {
        let name: String
        let start: Double
        let length: Double
    }

    private let bars: [Bar]
    private let length: Double
    private let phases: [MigrationReport.Phase]
    private let breaks: [Double]

    init(_ report: MigrationReport) {
        phases = report.phases
        var bars: [Bar] = []
        var breaks: [Double] = []
        var end = 0.0
        var last: Double?
        for span in report.spans where span.seconds > 0.001 {
            let idle = last.map { max(0, span.began - $0) } ?? 0
            // A pause between two commands is somebody thinking, not the migration working.
            if idle > 30, end > 0 { breaks.append(end) }
            let start = end + (idle > 30 ? 0 : idle)
            bars.append(Bar(name: span.name, start: start, length: span.seconds))
            end = start + span.seconds
            last = span.began + span.seconds
        }
        self.bars = bars
        self.breaks = breaks
        length = end
    }

    var html: HTML? {
        guard !phases.isEmpty else { return nil }
        return """
            <section><h2>Phases</h2>
            \(length > 0 ? chart : nil)
            <p class="sum">\(sums)</p>
            </section>
            """
    }

    private var sums: String {
        phases.map { "\($0.name) \(readable(seconds: $0.seconds))" }.joined(separator: " · ")
    }

    private var names: [String] {
        bars.reduce(into: []) { if !$0.contains($1.name) { $0.append($1.name) } }
    }

    private var chart: HTML {
        let rows = names
        let height = 26 + Double(rows.count) * 22
        let axis = Axis(from: 0, to: length, left: 130, right: 705)
        let drawn = bars.map { bar -> HTML in
            let row = Double(rows.firstIndex(of: bar.name) ?? 0)
            return """
                <rect class="bar" x="\(axis.place(bar.start))" y="\(row * 22 + 4)" \
                width="\(max(1.5, axis.place(bar.start + bar.length) - axis.place(bar.start)))" \
                height="14" rx="2"><title>\(bar.name): \(readable(seconds: bar.length))</title></rect>
                """
        }
        let labels = rows.enumerated().map { index, name -> HTML in
            """
            <text class="label" x="120" y="\(Double(index) * 22 + 15)" text-anchor="end">\(name)</text>
            """
        }
        let cuts = breaks.map { place -> HTML in
            """
            <line class="cut" x1="\(axis.place(place))" x2="\(axis.place(place))" y1="0" \
            y2="\(height - 22)"/>
            """
        }
        return """
            <svg class="chart" viewBox="0 0 720 \(height)" role="img" aria-label="Phases over time">
            \(axis.grid(top: 0, bottom: height - 22) { readable(seconds: $0) })
            \(cuts)\(labels)\(drawn)
            </svg>
            """
    }
}
