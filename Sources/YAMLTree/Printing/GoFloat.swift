/// Floating-point numbers as Go prints them.
package enum GoFloat {
    /// The shortest decimal digits that read back as `value`, and the exponent of `0.ddd × 10^n`.
    private static func digits(_ value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var seenPoint = false
        var integerDigits = 0
        var bytes = Array(value.magnitude.description.utf8)[...]
        if let mark = bytes.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)) ?? 0
            bytes = bytes[..<mark]
        }
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                seenPoint = true
            } else {
                digits.append(byte)
                if !seenPoint { integerDigits += 1 }
            }
        }
        var point = integerDigits + exponent
        while digits.first == UInt8(ascii: "0"), digits.count > 1 {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == UInt8(ascii: "0"), digits.count > 1 { digits.removeLast() }
        if digits == [UInt8(ascii: "0")] { point = 1 }
        return (digits, point)
    }

    /// Go's `FormatFloat(value, 'g', -1, 64)`: an exponent below 1e-04 and from seven integer
    /// digits up.
    package static func shortest(_ value: Double, exponentFrom limit: Int = 6) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        let (digits, point) = digits(value)
        let sign = value.sign == .minus ? "-" : ""
        if value != 0, point - 1 < -4 || point - 1 >= limit {
            return sign + exponential(digits, exponent: point - 1, minimumDigits: 2)
        }
        return sign + plain(digits, point: point)
    }

    /// Go's `encoding/json`: plain between 1e-6 and 1e21, exponents without padding.
    package static func json(_ value: Double) -> String {
        let sign = value.sign == .minus ? "-" : ""
        let (digits, point) = digits(value)
        let magnitude = value.magnitude
        if magnitude != 0, magnitude < 1e-6 || magnitude >= 1e21 {
            let padded = magnitude < 1e-6 ? 1 : 2
            return sign + exponential(digits, exponent: point - 1, minimumDigits: padded)
        }
        return sign + plain(digits, point: point)
    }

    package static func exponential(
        _ digits: [UInt8], exponent: Int, minimumDigits: Int
    ) -> String {
        var text = String(decoding: digits.prefix(1), as: UTF8.self)
        if digits.count > 1 { text += "." + String(decoding: digits.dropFirst(), as: UTF8.self) }
        let power = String(exponent.magnitude)
        let padding = String(repeating: "0", count: max(0, minimumDigits - power.count))
        return text + (exponent < 0 ? "e-" : "e+") + padding + power
    }

    private static func plain(_ digits: [UInt8], point: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
        if point >= digits.count {
            return text + String(repeating: "0", count: point - digits.count)
        }
        return text.prefix(point) + "." + text.dropFirst(point)
    }
}
