#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Reading numbers: only what the language allows, then left to the C library, which rounds right.
extension FloatText {
    package enum ParsingFailure: String, Error {
        case syntax = "invalid syntax"
        case range = "value out of range"
    }

    package static func parse(_ text: String) throws(ParsingFailure) -> Double {
        if let special = parseSpecial(text) { return special }
        guard isDecimal(text) || isHexadecimal(text) else { throw .syntax }
        let number = strtod(text, nil)
        if number.isInfinite { throw .range }
        return number
    }

    private static func parseSpecial(_ text: String) -> Double? {
        switch text.lowercased() {
        case "nan": .nan
        case "inf", "+inf", "infinity", "+infinity": .infinity
        case "-inf", "-infinity": -.infinity
        default: nil
        }
    }

    private static func isDecimal(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        skipSign(&rest)
        let whole = skip(&rest) { $0 >= 0x30 && $0 <= 0x39 }
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = skip(&rest) { $0 >= 0x30 && $0 <= 0x39 }
        }
        guard whole + fraction > 0 else { return false }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            skipSign(&rest)
            guard skip(&rest, while: { $0 >= 0x30 && $0 <= 0x39 }) > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// `0x1.8p3`: the exponent must be there.
    private static func isHexadecimal(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        skipSign(&rest)
        guard rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8) else { return false }
        rest.removeFirst(2)
        let whole = skip(&rest, while: isHexDigit)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = skip(&rest, while: isHexDigit)
        }
        guard whole + fraction > 0, let mark = rest.first, mark | 0x20 == UInt8(ascii: "p") else {
            return false
        }
        rest.removeFirst()
        skipSign(&rest)
        return skip(&rest) { $0 >= 0x30 && $0 <= 0x39 } > 0 && rest.isEmpty
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }

    private static func skipSign(_ rest: inout Substring.UTF8View) {
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    }

    private static func skip(
        _ rest: inout Substring.UTF8View, while matches: (UInt8) -> Bool
    ) -> Int {
        let matching = rest.prefix(while: matches).count
        rest.removeFirst(matching)
        return matching
    }
}
