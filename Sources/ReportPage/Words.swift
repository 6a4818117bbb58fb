import Foundation
import MigrationCore

/// Numbers and times as the page prints them.
func readable(milliseconds: Double) -> String { Duration.milliseconds(milliseconds).readable }
func readable(seconds: Double) -> String { Duration.seconds(seconds).readable }
func readable(bytes: Int64) -> String { ByteCount(bytes).description }

/// `1,063,753`.
func grouped(_ number: Int64) -> String {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return (number < 0 ? "−" : "") + text
}

/// `2026-11-24 12:07:50`, in UTC.
func moment(_ seconds: Double) -> String {
    let time = Date(timeIntervalSince1970: seconds)
    return String(
        ISO8601DateFormatter().string(from: time).replacing("T", with: " ").prefix(19))
}

/// `12:07:50.123`.
func clockTime(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let day = ((milliseconds % 86_400_000) + 86_400_000) % 86_400_000
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let fraction = String(1000 + day % 1000).dropFirst()
    let whole = day / 1000
    return "\(two(whole / 3600)):\(two(whole / 60 % 60)):\(two(whole % 60)).\(fraction)"
}

/// Whole steps of 1, 2 or 5 times a power of ten, so that about `count` of them cover a length.
func niceStep(_ length: Double, count: Int) -> Double {
    guard length > 0, length.isFinite else { return 1 }
    let rough = length / Double(max(1, count))
    let power = pow(10, floor(log10(rough)))
    let factor = [1, 2, 5, 10].first { rough <= $0 * power } ?? 10
    return factor * power
}
