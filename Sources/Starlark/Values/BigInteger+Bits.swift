/// Shifts, and the bitwise operators, which see negative numbers in two's complement without end.
extension BigInteger {
    static func << (number: BigInteger, count: Int) -> BigInteger {
        BigInteger(
            magnitude: shifted(number.magnitude, left: count), isNegative: number.isNegative)
    }

    /// Rounds down, also below zero.
    static func >> (number: BigInteger, count: Int) -> BigInteger {
        if !number.isNegative {
            return BigInteger(
                magnitude: shifted(number.magnitude, right: count), isNegative: false)
        }
        return ~(~number >> count)
    }

    static prefix func ~ (number: BigInteger) -> BigInteger { -number - BigInteger(1) }

    static func & (a: BigInteger, b: BigInteger) -> BigInteger { combine(a, b, &) }
    static func | (a: BigInteger, b: BigInteger) -> BigInteger { combine(a, b, |) }
    static func ^ (a: BigInteger, b: BigInteger) -> BigInteger { combine(a, b, ^) }

    private static func combine(
        _ a: BigInteger, _ b: BigInteger, _ operation: (UInt, UInt) -> UInt
    ) -> BigInteger {
        let size = max(a.magnitude.count, b.magnitude.count) + 1
        let words = zip(a.complement(size), b.complement(size)).map(operation)
        guard let last = words.last, last >> (UInt.bitWidth - 1) == 1 else {
            return BigInteger(magnitude: words, isNegative: false)
        }
        return BigInteger(magnitude: sum(words.map { ~$0 }, [1]), isNegative: true)
    }

    /// Two's complement in `size` words, which is enough for the sign.
    private func complement(_ size: Int) -> [UInt] {
        let words = magnitude + Array(repeating: 0, count: size - magnitude.count)
        return isNegative ? Self.sum(words.map { ~$0 }, [1]) : words
    }

    static func shifted(_ words: [UInt], left count: Int) -> [UInt] {
        let (whole, bits) = count.quotientAndRemainder(dividingBy: UInt.bitWidth)
        var result = [UInt](repeating: 0, count: whole)
        var carry: UInt = 0
        for word in words {
            result.append(word << bits | carry)
            carry = bits == 0 ? 0 : word >> (UInt.bitWidth - bits)
        }
        if carry > 0 { result.append(carry) }
        return result
    }

    static func shifted(_ words: [UInt], right count: Int) -> [UInt] {
        let (whole, bits) = count.quotientAndRemainder(dividingBy: UInt.bitWidth)
        guard whole < words.count else { return [] }
        var result = Array(words[whole...])
        if bits == 0 { return result }
        for position in result.indices {
            let next = position + 1 < result.count ? result[position + 1] : 0
            result[position] = result[position] >> bits | next << (UInt.bitWidth - bits)
        }
        return result
    }

    var bitCount: Int {
        guard let last = magnitude.last else { return 0 }
        return magnitude.count * UInt.bitWidth - last.leadingZeroBitCount
    }
}
