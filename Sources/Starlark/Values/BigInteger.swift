/// A whole number of any size: only for results that do not fit in 64 bits, so plain and small.
package struct BigInteger: Hashable, Sendable {
    /// Least significant word first, without zeros at the end; empty for zero.
    var magnitude: [UInt]
    /// Never true for zero.
    var isNegative: Bool

    init(magnitude: [UInt], isNegative: Bool) {
        var magnitude = magnitude
        while magnitude.last == 0 { magnitude.removeLast() }
        self.magnitude = magnitude
        self.isNegative = isNegative && !magnitude.isEmpty
    }

    package init(_ number: Int) {
        self.init(magnitude: [number.magnitude], isNegative: number < 0)
    }

    /// The integer a value holds; zero for values that are no integers.
    init(_ value: Value) {
        switch value {
        case .int(let int): self.init(int)
        case .big(let box): self = box.number
        default: self.init(0)
        }
    }

    var isZero: Bool { magnitude.isEmpty }

    static prefix func - (number: BigInteger) -> BigInteger {
        BigInteger(magnitude: number.magnitude, isNegative: !number.isNegative)
    }

    /// Negative, zero or positive.
    func order(against other: BigInteger) -> Int {
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = Self.order(magnitude, other.magnitude)
        return isNegative ? -order : order
    }

    static func order(_ a: [UInt], _ b: [UInt]) -> Int {
        if a.count != b.count { return a.count < b.count ? -1 : 1 }
        for position in a.indices.reversed() where a[position] != b[position] {
            return a[position] < b[position] ? -1 : 1
        }
        return 0
    }
}

extension Int {
    /// The number, when it fits.
    package init?(exactly number: BigInteger) {
        if number.isZero { self = 0; return }
        guard number.magnitude.count == 1 else { return nil }
        let word = number.magnitude[0]
        if number.isNegative {
            if word > Int.min.magnitude { return nil }
            self = Int(truncatingIfNeeded: 0 &- word)
        } else {
            guard let small = Int(exactly: word) else { return nil }
            self = small
        }
    }
}
