/// Sums, differences, products, quotients.
extension BigInteger {
    static func + (a: BigInteger, b: BigInteger) -> BigInteger {
        if a.isNegative == b.isNegative {
            return BigInteger(magnitude: sum(a.magnitude, b.magnitude), isNegative: a.isNegative)
        }
        if order(a.magnitude, b.magnitude) >= 0 {
            return BigInteger(
                magnitude: difference(a.magnitude, b.magnitude), isNegative: a.isNegative)
        }
        return BigInteger(magnitude: difference(b.magnitude, a.magnitude), isNegative: b.isNegative)
    }

    static func - (a: BigInteger, b: BigInteger) -> BigInteger { a + -b }

    static func * (a: BigInteger, b: BigInteger) -> BigInteger {
        if a.isZero || b.isZero { return BigInteger(0) }
        var result = [UInt](repeating: 0, count: a.magnitude.count + b.magnitude.count)
        for (i, x) in a.magnitude.enumerated() {
            var carry: UInt = 0
            for (j, y) in b.magnitude.enumerated() {
                var (high, low) = x.multipliedFullWidth(by: y)
                high &+= low.add(carry)
                high &+= result[i + j].add(low)
                carry = high
            }
            result[i + b.magnitude.count] = carry
        }
        return BigInteger(magnitude: result, isNegative: a.isNegative != b.isNegative)
    }

    /// The quotient rounded down, and the remainder with the sign of the divisor.
    func flooredQuotientAndRemainder(
        by divisor: BigInteger
    ) -> (quotient: BigInteger, remainder: BigInteger) {
        let (quotient, remainder) = Self.divide(magnitude, by: divisor.magnitude)
        let whole = BigInteger(magnitude: quotient, isNegative: isNegative != divisor.isNegative)
        let rest = BigInteger(magnitude: remainder, isNegative: isNegative)
        if rest.isZero || isNegative == divisor.isNegative { return (whole, rest) }
        return (whole - BigInteger(1), rest + divisor)
    }

    /// `a` and `b` in any order.
    static func sum(_ a: [UInt], _ b: [UInt]) -> [UInt] {
        var (result, other) = a.count >= b.count ? (a, b) : (b, a)
        other += Array(repeating: 0, count: result.count - other.count)
        var carry: UInt = 0
        for position in result.indices {
            let first = result[position].add(other[position])
            carry = first &+ result[position].add(carry)
        }
        if carry > 0 { result.append(carry) }
        return result
    }

    /// `a` is not smaller than `b`.
    static func difference(_ a: [UInt], _ b: [UInt]) -> [UInt] {
        var result = a
        var borrow: UInt = 0
        for position in result.indices {
            let taken = position < b.count ? b[position] : 0
            let (first, low) = result[position].subtractingReportingOverflow(taken)
            let (second, lower) = first.subtractingReportingOverflow(borrow)
            result[position] = second
            borrow = (low ? 1 : 0) + (lower ? 1 : 0)
        }
        return result
    }

    static func divide(_ number: [UInt], by word: UInt) -> (quotient: [UInt], remainder: UInt) {
        var quotient = number
        var remainder: UInt = 0
        for position in quotient.indices.reversed() {
            (quotient[position], remainder) = word.dividingFullWidth(
                (remainder, quotient[position]))
        }
        return (quotient, remainder)
    }

    /// Long division, word by word (Knuth, The Art of Computer Programming, 4.3.1, algorithm D).
    static func divide(_ number: [UInt], by divisor: [UInt]) -> (
        quotient: [UInt], remainder: [UInt]
    ) {
        if order(number, divisor) < 0 { return ([], number) }
        if divisor.count == 1 {
            let (quotient, remainder) = divide(number, by: divisor[0])
            return (quotient, [remainder])
        }
        let shift = divisor[divisor.count - 1].leadingZeroBitCount
        var rest = shifted(number, left: shift)
        let divisor = shifted(divisor, left: shift).dropTrailingZeros()
        if rest.count == number.count { rest.append(0) }
        var quotient = [UInt](repeating: 0, count: rest.count - divisor.count)
        for position in quotient.indices.reversed() {
            quotient[position] = takeOff(divisor, from: &rest, at: position)
        }
        return (quotient, shifted(rest, right: shift))
    }

    /// One digit of the quotient; subtracts that many times the divisor from `rest`.
    private static func takeOff(_ divisor: [UInt], from rest: inout [UInt], at position: Int)
        -> UInt
    {
        let size = divisor.count
        let top = rest[position + size]
        let leading = divisor[size - 1]
        var guess = UInt.max
        if top < leading {
            var (estimate, remainder) = leading.dividingFullWidth((top, rest[position + size - 1]))
            while true {
                let (high, low) = estimate.multipliedFullWidth(by: divisor[size - 2])
                let third = rest[position + size - 2]
                if high < remainder || (high == remainder && low <= third) { break }
                estimate -= 1
                let (next, overflow) = remainder.addingReportingOverflow(leading)
                if overflow { break }
                remainder = next
            }
            guess = estimate
        }
        if subtract(divisor, times: guess, from: &rest, at: position) { return guess }
        // The guess was too large, by one at most two times.
        while true {
            guess -= 1
            if add(divisor, to: &rest, at: position) { return guess }
        }
    }

    /// False when the result fell below zero, which leaves `rest` wrapped around.
    private static func subtract(
        _ divisor: [UInt], times factor: UInt, from rest: inout [UInt], at position: Int
    ) -> Bool {
        var carry: UInt = 0
        for (offset, word) in divisor.enumerated() {
            var (high, low) = word.multipliedFullWidth(by: factor)
            high &+= low.add(carry)
            let (difference, borrow) = rest[position + offset].subtractingReportingOverflow(low)
            rest[position + offset] = difference
            carry = high &+ (borrow ? 1 : 0)
        }
        let end = position + divisor.count
        let (difference, borrow) = rest[end].subtractingReportingOverflow(carry)
        rest[end] = difference
        return !borrow
    }

    /// True when the sum came back above zero.
    private static func add(_ divisor: [UInt], to rest: inout [UInt], at position: Int) -> Bool {
        var carry: UInt = 0
        for (offset, word) in divisor.enumerated() {
            let first = rest[position + offset].add(word)
            carry = first &+ rest[position + offset].add(carry)
        }
        return rest[position + divisor.count].add(carry) > 0
    }
}

extension UInt {
    /// Adds in place; returns what does not fit, zero or one.
    fileprivate mutating func add(_ other: UInt) -> UInt {
        let (sum, overflow) = addingReportingOverflow(other)
        self = sum
        return overflow ? 1 : 0
    }
}

extension [UInt] {
    fileprivate func dropTrailingZeros() -> [UInt] {
        var result = self
        while result.last == 0 { result.removeLast() }
        return result
    }
}
