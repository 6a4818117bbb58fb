import Testing

@testable import Starlark

/// Goal: integers have no largest one. Method: identities that hold for every pair of numbers.
@Suite struct BigIntegerTests {
    private static func samples() -> [BigInteger] {
        var generator = Seeded(seed: 7)
        let small = [0, 1, -1, 255, -256, Int.max, Int.min].map { BigInteger($0) }
        let large = (0..<24).map { round in
            BigInteger(
                magnitude: (0...(round % 5)).map { _ in
                    round % 3 == 0 ? UInt.max : UInt.random(in: 0...UInt.max, using: &generator)
                }, isNegative: round % 2 == 0)
        }
        return small + large
    }

    @Test("the quotient times the divisor plus the remainder is the number again")
    func division() {
        for a in Self.samples() {
            for b in Self.samples() where !b.isZero {
                let (quotient, remainder) = a.flooredQuotientAndRemainder(by: b)
                #expect(quotient * b + remainder == a)
                #expect(remainder.isZero || remainder.isNegative == b.isNegative)
            }
        }
    }

    @Test("a number reads back from its digits in every radix")
    func digits() {
        for number in Self.samples() where !number.isNegative {
            for radix in [2, 8, 10, 16, 36] {
                let text = number.text(radix: radix)
                #expect(BigInteger(digits: Array(text.utf8), radix: radix) == number)
            }
        }
    }

    @Test("the bitwise operators agree with each other")
    func bits() {
        for a in Self.samples() {
            for b in Self.samples() {
                #expect((a & b) + (a | b) == a + b)
                #expect((a ^ b) == (a | b) - (a & b))
            }
            #expect((a << 70) >> 70 == a)
        }
    }
}
