#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Floating-point numbers as text, and back.
package enum FloatText {
    /// Six significant digits, as values print.
    package static func general(_ number: Double) -> String {
        special(number) ?? formatted("%.6g", number)
    }

    /// As few digits as tell the number apart, with an exponent below 1e-04 and from `threshold`
    /// on: what Go prints for `%g` and `%v`.
    package static func shortest(_ number: Double, threshold: Int = 6) -> String {
        if let special = special(number) { return special }
        if number == 0 { return number.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = shortestDigits(number.magnitude)
        let sign = number < 0 ? "-" : ""
        if exponent < -4 || exponent >= threshold { return sign + scientific(digits, exponent) }
        return sign + plain(digits, exponent)
    }

    /// The significant digits without zeros at either end, and the exponent of the first.
    private static func shortestDigits(_ number: Double) -> ([UInt8], Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var pointAt: Int?
        let text = Array(number.description.utf8)
        for (position, byte) in text.enumerated() {
            if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(position + 1)...], as: UTF8.self)) ?? 0
                break
            }
            if byte == UInt8(ascii: ".") { pointAt = digits.count } else { digits.append(byte) }
        }
        exponent += (pointAt ?? digits.count) - 1
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, exponent - zeros)
    }

    private static func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
        let fraction = digits.count > 1 ? "." + text(digits[1...]) : ""
        let size = String(exponent.magnitude)
        return text(digits[..<1]) + fraction + (exponent < 0 ? "e-" : "e+")
            + (size.count < 2 ? "0" : "") + size
    }

    private static func plain(_ digits: [UInt8], _ exponent: Int) -> String {
        if exponent < 0 {
            return "0." + String(repeating: "0", count: -exponent - 1) + text(digits[...])
        }
        if digits.count <= exponent + 1 {
            return text(digits[...]) + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return text(digits[...exponent]) + "." + text(digits[(exponent + 1)...])
    }

    private static func text(_ digits: ArraySlice<UInt8>) -> String {
        String(decoding: digits, as: UTF8.self)
    }

    /// `1.500000e+00`
    static func scientific(_ number: Double) -> String {
        special(number) ?? formatted("%.6e", number)
    }

    /// `1.500000`
    static func fixed(_ number: Double) -> String {
        special(number) ?? formatted("%.6f", number)
    }

    private static func special(_ number: Double) -> String? {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return nil
    }

    private static func formatted(_ format: String, _ number: Double) -> String {
        withVaList([number]) { list in
            var buffer = [CChar](repeating: 0, count: 512)
            let length = vsnprintf(&buffer, buffer.count, format, list)
            return String(
                decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
