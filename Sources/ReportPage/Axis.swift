/// A horizontal axis of a drawing, with round numbers on it.
struct Axis {
    let from: Double
    let to: Double
    let left: Double
    let right: Double

    func place(_ value: Double) -> Double {
        guard to > from else { return left }
        return left + (value - from) / (to - from) * (right - left)
    }

    var ticks: [Double] {
        let step = niceStep(to - from, count: 6)
        return (0...12).map { Double($0) * step }.filter { from + $0 <= to + step * 0.001 }
    }

    /// Lines from top to bottom, and their values below.
    func grid(top: Double, bottom: Double, _ word: (Double) -> String) -> HTML {
        let lines = ticks.map { tick -> HTML in
            let x = place(from + tick)
            return """
                <line class="grid" x1="\(x)" x2="\(x)" y1="\(top)" y2="\(bottom)"/>\
                <text class="tick" x="\(x)" y="\(bottom + 15)" text-anchor="middle">\
                \(tick == 0 ? "0" : word(tick).replacing(".0 ", with: " "))</text>
                """
        }
        return "\(lines)"
    }
}
