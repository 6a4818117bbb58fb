import MigrationCore

/// Lag and rates over time.
///
/// Stretches without samples, when nobody ran a command, are left out of the axis.
struct PlotsSection {
    private struct Moment {
        /// Seconds on the shortened axis.
        let time: Double
        let sample: Sample
        /// Whether the samples before it belong to the same stretch.
        let follows: Bool
    }

    private let moments: [Moment]

    init(_ samples: [Sample]) {
        // Samples are thinned out over a long life: what counts as a hole depends on their distance.
        let steps = zip(samples, samples.dropFirst()).map { $1.at - $0.at }.sorted()
        let usual = steps.isEmpty ? 1 : steps[steps.count / 2]
        let hole = max(10, usual * 6)
        var time = 0.0
        var last: Double?
        moments = samples.map { sample in
            let step = last.map { max(0, sample.at - $0) } ?? 0
            time += step > hole ? usual : step
            let follows = last != nil && step <= hole
            last = sample.at
            return Moment(time: time, sample: sample, follows: follows)
        }
    }

    var html: HTML? {
        let streams = moments.compactMap { $0.sample.streamLagBytes?.count }.max() ?? 0
        let lags = (0..<streams).map { stream in
            plot("Lag, stream \(stream + 1)", values { $0.streamLag(stream) })
        }
        let first = [
            plot("Copied per second", rates { $0.copiedBytes.map { Double($0) } }),
            plot("Lag", values { $0.lagBytes }),
        ]
        let last = [
            plot("Log written per second", rates { $0.logPosition.map { Double($0) } }),
            plot("Log held back by the slots", values { $0.retainedBytes }),
        ]
        let plots = (first + lags + last).compactMap { $0 }
        guard !plots.isEmpty else { return nil }
        return """
            <section><h2>Lag and rate</h2>
            <div class="plots">\(plots)</div>
            </section>
            """
    }

    /// Points of one curve; nil is a hole in it.
    private typealias Curve = [(time: Double, value: Double?)]

    private func values(_ pick: (Sample) -> Int64?) -> Curve {
        moments.map { ($0.time, pick($0.sample).map { Double($0) }) }
    }

    /// Growth a second between neighbours.
    private func rates(_ pick: (Sample) -> Double?) -> Curve {
        zip(moments, moments.dropFirst()).map { earlier, later in
            let time = later.sample.at - earlier.sample.at
            guard later.follows, time > 0, let before = pick(earlier.sample),
                let after = pick(later.sample), after >= before
            else { return (later.time, nil) }
            return (later.time, (after - before) / time)
        }
    }

    private func plot(_ title: String, _ curve: Curve) -> HTML? {
        let known = curve.compactMap(\.value)
        guard known.count > 1, let peak = known.max(), let end = moments.last?.time, end > 0 else {
            return nil
        }
        let time = Axis(from: 0, to: end, left: 62, right: 345)
        let step = niceBytes(max(peak, 1))
        let top = step * (peak / step).rounded(.up)
        func height(_ value: Double) -> Double { 132 - value / max(top, 1) * 110 }
        let unit = title.contains("second") ? "/s" : ""
        let levels = stride(from: 0, through: top, by: step).map { level -> HTML in
            """
            <line class="grid" x1="62" x2="345" y1="\(height(level))" y2="\(height(level))"/>\
            <text class="tick" x="56" y="\(height(level) + 3.5)" text-anchor="end">\
            \(level == 0 ? "0" : readable(bytes: Int64(level)))</text>
            """
        }
        return """
            <figure>
            <figcaption>\(title) <span class="more">at most \(readable(bytes: Int64(peak)))\(unit)</span>\
            </figcaption>
            <svg class="chart" viewBox="0 0 360 156" role="img" aria-label="\(title)">
            \(levels)\(timeTicks(time))\(lines(curve, time, height))
            </svg>
            </figure>
            """
    }

    private func timeTicks(_ axis: Axis) -> [HTML] {
        axis.ticks.map { tick in
            """
            <text class="tick" x="\(axis.place(tick))" y="150" text-anchor="middle">\
            \(tick == 0 ? "0" : readable(seconds: tick).replacing(".0 ", with: " "))</text>
            """
        }
    }

    /// One line for each stretch without a hole, and a faint area under it.
    private func lines(_ curve: Curve, _ axis: Axis, _ height: (Double) -> Double) -> [HTML] {
        let stretches = curve.split { $0.value == nil }
        return stretches.map { stretch -> HTML in
            let points = stretch.map { point -> HTML in
                "\(axis.place(point.time)),\(height(point.value ?? 0)) "
            }
            let first = axis.place(stretch.first?.time ?? 0)
            let last = axis.place(stretch.last?.time ?? 0)
            return """
                <polygon class="area" points="\(first),132 \(points)\(last),132"/>\
                <polyline class="line" points="\(points)"/>
                """
        }
    }

    /// Steps of 1, 2 or 5 in the unit in which the value is printed.
    private func niceBytes(_ peak: Double) -> Double {
        var unit = 1.0
        while peak / unit >= 1024, unit < 1e15 { unit *= 1024 }
        return niceStep(peak / unit, count: 4) * unit
    }
}
