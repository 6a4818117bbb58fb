/// Numbers in a source text.
extension Scanner {
    mutating func readNumber(
        _ first: Unicode.Scalar, _ start: Position
    ) throws(SourceError) -> Token {
        let begin = offset
        var (isFraction, isExponent) = (false, false)
        if first == "." {
            advance()
            if !Self.isDigit(peek()) { return Token(kind: .dot, position: start) }
            skipDigits()
            isFraction = true
        } else if first == "0", let radix = Self.radix(of: peekByte(ahead: 1)) {
            return try readInteger(radix: radix, start)
        } else {
            skipDigits()
            if peek() == "." {
                advance()
                skipDigits()
                isFraction = true
            }
        }
        if peek() == "e" || peek() == "E" {
            isExponent = true
            try skipExponent()
        }
        let text = bytes(from: begin)
        if isFraction || isExponent { return try float(text, start) }
        return try decimal(text, start)
    }

    private static func radix(of mark: UInt8) -> Int? {
        switch mark | 0x20 {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    private mutating func skipDigits() { while Self.isDigit(peek()) { advance() } }

    private mutating func skipExponent() throws(SourceError) {
        advance()
        if peek() == "+" || peek() == "-" {
            advance()
            if !Self.isDigit(peek()) { throw SourceError("invalid float literal", at: position) }
        }
        skipDigits()
    }

    private mutating func readInteger(
        radix: Int, _ start: Position
    ) throws(SourceError) -> Token {
        advance()
        advance()
        let begin = offset
        while let digit = BigInteger.digit(peekByte(ahead: 0)), digit < radix { advance() }
        let digits = bytes(from: begin)
        if digits.isEmpty {
            let word = radix == 16 ? "hex" : radix == 8 ? "octal" : "binary"
            throw SourceError("invalid \(word) literal", at: radix == 16 ? start : position)
        }
        guard let number = BigInteger(digits: digits, radix: radix),
            radix == 16 || Int(exactly: number) != nil
        else { throw SourceError("invalid int literal", at: start) }
        return Token(kind: .int, position: start, literal: .integer(number))
    }

    /// Digits after a leading zero are octal, as they once were in C.
    private func decimal(_ text: ArraySlice<UInt8>, _ start: Position) throws(SourceError) -> Token
    {
        let radix = text.first == UInt8(ascii: "0") ? 8 : 10
        if radix == 10 && text.count <= 18 {
            let number = text.reduce(0) { $0 * 10 + Int($1) - 0x30 }
            return Token(kind: .int, position: start, literal: .int(number))
        }
        guard let number = BigInteger(digits: text, radix: radix) else {
            throw SourceError("invalid int literal", at: start)
        }
        return Token(kind: .int, position: start, literal: .integer(number))
    }

    private func float(_ text: ArraySlice<UInt8>, _ start: Position) throws(SourceError) -> Token {
        guard let number = try? FloatText.parse(String(decoding: text, as: UTF8.self)) else {
            throw SourceError("invalid float literal", at: position)
        }
        return Token(kind: .float, position: start, literal: .float(number))
    }
}
