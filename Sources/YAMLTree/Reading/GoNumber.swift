/// Numbers as Go's `strconv` reads them.
package enum GoNumber {
    package enum Integer: Equatable {
        case signed(Int)
        case unsigned(UInt64)
    }

    /// Base 0: a sign, then decimal, `0x`, `0b`, `0o`, or octal after a leading `0`.
    package static func integer(_ text: some Collection<UInt8>) -> Integer? {
        var digits = Array(text)[...]
        var isNegative = false
        var isSigned = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            isSigned = true
            digits = digits.dropFirst()
        }
        let base = takeBase(&digits)
        guard let magnitude = magnitude(digits, base: base) else { return nil }
        if isNegative {
            if magnitude == UInt64(Int.max) + 1 { return .signed(Int.min) }
            return magnitude <= UInt64(Int.max) ? .signed(-Int(magnitude)) : nil
        }
        if magnitude <= UInt64(Int.max) { return .signed(Int(magnitude)) }
        return isSigned ? nil : .unsigned(magnitude)
    }

    private static func takeBase(_ digits: inout ArraySlice<UInt8>) -> UInt64 {
        guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return 10 }
        let second = digits[digits.startIndex + 1] | 0x20
        let bases: [UInt8: UInt64] = [
            UInt8(ascii: "x"): 16, UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8,
        ]
        if let base = bases[second], digits.count > 2 {
            digits = digits.dropFirst(2)
            return base
        }
        digits = digits.dropFirst()
        return 8
    }

    private static func magnitude(_ digits: ArraySlice<UInt8>, base: UInt64) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = Scanner.hex(byte), digit < base else { return nil }
            let (product, overflowed) = value.multipliedReportingOverflow(by: base)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
            if overflowed || carried { return nil }
            value = sum
        }
        return value
    }

    /// A sign, digits with at most one point, an exponent; nil when out of range or malformed.
    package static func decimal(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        var at = 0
        func skipDigits() -> Int {
            let start = at
            while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 { at += 1 }
            return at - start
        }
        if at < bytes.count, bytes[at] == 0x2B || bytes[at] == 0x2D { at += 1 }
        var digits = skipDigits()
        if at < bytes.count, bytes[at] == 0x2E {
            at += 1
            digits += skipDigits()
        }
        guard digits > 0 else { return nil }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == 0x2B || bytes[at] == 0x2D { at += 1 }
            guard skipDigits() > 0 else { return nil }
        }
        guard at == bytes.count, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
