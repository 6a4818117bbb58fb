/// Numbers as digits, and as floating-point numbers.
extension BigInteger: CustomStringConvertible {
    package var description: String { text(radix: 10) }

    func text(radix: Int, uppercase: Bool = false) -> String {
        if isZero { return "0" }
        // As many digits at a time as fit in one word.
        var (chunk, width) = (UInt(radix), 1)
        while true {
            let (next, overflow) = chunk.multipliedReportingOverflow(by: UInt(radix))
            if overflow { break }
            (chunk, width) = (next, width + 1)
        }
        var rest = magnitude
        var chunks: [String] = []
        while !rest.isEmpty {
            let (quotient, remainder) = Self.divide(rest, by: chunk)
            chunks.append(String(remainder, radix: radix, uppercase: uppercase))
            rest = quotient
            while rest.last == 0 { rest.removeLast() }
        }
        let leading = chunks.removeLast()
        return chunks.reversed().reduce(into: (isNegative ? "-" : "") + leading) { text, digits in
            text += String(repeating: "0", count: width - digits.count) + digits
        }
    }

    /// Digits only, no sign; nil where one is no digit of the radix.
    init?(digits: some Collection<UInt8>, radix: Int) {
        if digits.isEmpty { return nil }
        var words: [UInt] = []
        var (pending, scale): (UInt, UInt) = (0, 1)
        for byte in digits {
            guard let digit = Self.digit(byte), digit < radix else { return nil }
            pending = pending * UInt(radix) + UInt(digit)
            scale *= UInt(radix)
            if scale > UInt.max / 64 {
                words = Self.scaled(words, by: scale, adding: pending)
                (pending, scale) = (0, 1)
            }
        }
        self.init(magnitude: Self.scaled(words, by: scale, adding: pending), isNegative: false)
    }

    private static func scaled(_ words: [UInt], by scale: UInt, adding extra: UInt) -> [UInt] {
        var result = words
        var carry = extra
        for position in result.indices {
            let (high, low) = result[position].multipliedFullWidth(by: scale)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            result[position] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
        if carry > 0 { result.append(carry) }
        return result
    }

    static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x5A: Int(byte) - 0x41 + 10
        case 0x61...0x7A: Int(byte) - 0x61 + 10
        default: nil
        }
    }

    /// The whole part of a finite number.
    init(_ number: Double) {
        let whole = number.magnitude.rounded(.towardZero)
        guard whole >= 1 else {
            self.init(0)
            return
        }
        let shift = Int(whole.exponent) - Double.significandBitCount
        let significand = UInt(whole.significandBitPattern) | 1 << UInt(Double.significandBitCount)
        let words =
            shift >= 0
            ? Self.shifted([significand], left: shift) : Self.shifted([significand], right: -shift)
        self.init(magnitude: words, isNegative: number < 0)
    }

    /// The nearest number, ties to even; infinite when too large.
    package var asDouble: Double {
        let bits = bitCount
        if bits <= 64 {
            let nearest = Double(magnitude.first ?? 0)
            return isNegative ? -nearest : nearest
        }
        // The top 64 bits decide, and whether anything stands below them decides a tie.
        let below = bits - 64
        var top = Self.shifted(magnitude, right: below)[0]
        if Self.shifted(Self.shifted(magnitude, right: below), left: below) != magnitude {
            top |= 1
        }
        let nearest = Double(sign: .plus, exponent: below, significand: Double(top))
        return isNegative ? -nearest : nearest
    }
}
