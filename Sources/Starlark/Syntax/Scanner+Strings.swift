/// Strings in a source text.
extension Scanner {
    /// `tokenOffset` is where the token began, which may be an `r` before the quote.
    mutating func readString(
        quote: Unicode.Scalar, start: Position, tokenOffset: Int
    ) throws(SourceError) -> Token {
        let quoteStart = position
        let isRaw = tokenOffset != offset
        let mark = UInt8(truncatingIfNeeded: quote.value)
        let isTriple = peekByte(ahead: 1) == mark && peekByte(ahead: 2) == mark
        let width = isTriple ? 3 : 1
        for _ in 0..<width { advance() }
        let begin = offset
        try skipToEnd(of: quote, isTriple: isTriple, start)
        let content = bytes(from: begin).dropLast(width)
        let isPlain = !content.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\r") }
        if isPlain {
            return Token(
                kind: .string, position: start, literal: .string(ByteString.bytes(content)))
        }
        do {
            let decoded = try Self.unquote(content, isRaw: isRaw)
            return Token(
                kind: .string, position: start, literal: .string(ByteString.bytes(decoded)))
        } catch {
            throw SourceError(error.message, at: quoteStart)
        }
    }

    private mutating func skipToEnd(
        of quote: Unicode.Scalar, isTriple: Bool, _ start: Position
    ) throws(SourceError) {
        var seen = 0
        while true {
            if isAtEnd { throw SourceError("unexpected EOF in string", at: start) }
            let scalar = advance()
            if scalar == quote {
                seen += 1
                if !isTriple || seen == 3 { return }
            } else {
                seen = 0
            }
            if scalar == "\n" && !isTriple {
                throw SourceError("unexpected newline in string", at: start)
            }
            if scalar == "\\" {
                if isAtEnd { throw SourceError("unexpected EOF in string", at: start) }
                advance()
            }
        }
    }

    /// The bytes a quoted text stands for. A backslash before anything unknown stays as it is.
    private static func unquote(
        _ content: ArraySlice<UInt8>, isRaw: Bool
    ) throws(Failure) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\r") {
                if rest.first == UInt8(ascii: "\n") { rest.removeFirst() }
                result.append(UInt8(ascii: "\n"))
            } else if byte == UInt8(ascii: "\\") && !isRaw {
                try unescape(&rest, into: &result)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func unescape(
        _ rest: inout ArraySlice<UInt8>, into result: inout [UInt8]
    ) throws(Failure) {
        guard let mark = rest.popFirst() else { throw Failure("truncated escape sequence \\") }
        switch mark {
        case UInt8(ascii: "\n"): break
        case UInt8(ascii: "\r"): if rest.first == UInt8(ascii: "\n") { rest.removeFirst() }
        case UInt8(ascii: "a"): result.append(0x07)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "v"): result.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(mark)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            result.append(try octal(mark, &rest))
        case UInt8(ascii: "x"): result.append(try hexadecimal(&rest))
        default: result += [UInt8(ascii: "\\"), mark]
        }
    }

    private static func octal(
        _ first: UInt8, _ rest: inout ArraySlice<UInt8>
    ) throws(Failure) -> UInt8 {
        var number = Int(first) - 0x30
        for _ in 0..<2 {
            guard let digit = rest.first, digit >= 0x30, digit <= 0x37 else { break }
            number = number * 8 + Int(digit) - 0x30
            rest.removeFirst()
        }
        guard let byte = UInt8(exactly: number) else {
            throw Failure("invalid escape sequence \\" + String(number, radix: 8))
        }
        return byte
    }

    private static func hexadecimal(_ rest: inout ArraySlice<UInt8>) throws(Failure) -> UInt8 {
        let digits = rest.prefix(2)
        let text = String(decoding: digits, as: UTF8.self)
        if digits.count < 2 { throw Failure("truncated escape sequence \\x\(text)") }
        guard let byte = UInt8(text, radix: 16), !text.hasPrefix("+") else {
            throw Failure("invalid escape sequence \\x\(text)")
        }
        rest.removeFirst(2)
        return byte
    }
}
