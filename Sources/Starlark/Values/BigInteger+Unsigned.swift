extension BigInteger {
    package init(_ number: UInt64) {
        self.init(magnitude: [UInt(number)], isNegative: false)
    }
}
