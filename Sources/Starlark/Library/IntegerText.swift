/// Reads what `int("…", base)` takes.
enum IntegerText {
    /// A base of zero leaves it to a prefix such as `0x`.
    static func parse(_ string: ByteString, base: Int) throws -> BigInteger {
        var digits = string.array[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        let prefix = takePrefix(&digits)
        let invalid = Failure("int: invalid literal with base \(base): \(string.text)")
        if prefix == nil && base == 0 && digits.count > 1 && digits.first == UInt8(ascii: "0") {
            // A leading zero would be octal elsewhere, so it must not mean anything here.
            if digits.contains(where: { $0 != UInt8(ascii: "0") }) { throw invalid }
            return BigInteger(0)
        }
        if let prefix, base != 0 && base != prefix { throw invalid }
        let radix = base == 0 ? prefix ?? 10 : base
        guard let number = BigInteger(digits: digits, radix: radix) else {
            throw Failure("int: invalid literal with base \(radix): \(string.text)")
        }
        return isNegative ? -number : number
    }

    private static func takePrefix(_ digits: inout ArraySlice<UInt8>) -> Int? {
        guard digits.count > 2, digits.first == UInt8(ascii: "0") else { return nil }
        let radix: Int
        switch digits[digits.startIndex + 1] | 0x20 {
        case UInt8(ascii: "o"): radix = 8
        case UInt8(ascii: "x"): radix = 16
        case UInt8(ascii: "b"): radix = 2
        default: return nil
        }
        digits.removeFirst(2)
        return radix
    }
}
