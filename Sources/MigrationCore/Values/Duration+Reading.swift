/// Durations as people write them in a migration file and as reports print them.
extension Duration {
    /// Reads `100ms`, `2s`, `1.5s`, `10min`, `4h` or `2d`; nil for anything else, a bare number
    /// too, because nobody agrees on its unit.
    package init?(parsing text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let units: [String: Double] = [
            "us": 0.001, "ms": 1, "s": 1000, "min": 60_000, "m": 60_000, "h": 3_600_000,
            "d": 86_400_000,
        ]
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Double(digits), let size = units[String(unit)] else { return nil }
        let milliseconds = number * size
        guard milliseconds < 1e12 else { return nil }
        self = .microseconds(Int64(milliseconds * 1000))
    }

    package var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
    }

    package var seconds: Double { milliseconds / 1000 }

    /// `34 ms`, `2.4 s`, `3 min 20 s`, `4 h 5 min`.
    package var readable: String {
        let ms = milliseconds
        if ms < 10 { return "\(tenths(ms)) ms" }
        if ms < 1000 { return "\(Int(ms.rounded())) ms" }
        if ms < 60_000 { return "\(tenths(ms / 1000)) s" }
        let whole = Int((ms / 1000).rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}

private func tenths(_ value: Double) -> String {
    let rounded = Int((value * 10).rounded())
    return "\(rounded / 10).\(rounded % 10)"
}
