/// Tokens that are not the structure of lines: names, signs, brackets.
extension Scanner {
    mutating func readToken(_ first: Unicode.Scalar) throws(SourceError) -> Token {
        let start = position
        if first == "\"" || first == "'" {
            return try readString(quote: first, start: start, tokenOffset: offset)
        }
        if Self.startsName(first) { return try readName(first, start) }
        if Self.isDigit(first) || first == "." { return try readNumber(first, start) }
        return Token(kind: try readSign(first, start), position: start)
    }

    private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isLetter
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

    private mutating func readName(
        _ first: Unicode.Scalar, _ start: Position
    ) throws(SourceError) -> Token {
        let begin = offset
        if first == "r" {
            let next = peekByte(ahead: 1)
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                advance()
                return try readString(
                    quote: Unicode.Scalar(next), start: start, tokenOffset: begin)
            }
        }
        while Self.startsName(peek()) || Self.isDigit(peek()) { advance() }
        let name = intern(from: begin)
        return Token(kind: name.keyword ?? .identifier, position: start, name: name.text)
    }

    private mutating func readSign(
        _ first: Unicode.Scalar, _ start: Position
    ) throws(SourceError) -> Token.Kind {
        guard let kind = sign(UInt8(truncatingIfNeeded: first.value)), first.value < 0x80 else {
            if first == "!" { throw SourceError("unexpected input character '!'", at: start) }
            throw SourceError("unexpected input character \(Self.quoted(first))", at: position)
        }
        switch kind {
        case .leftParen, .leftBracket, .leftBrace: openBracket()
        case .rightParen, .rightBracket, .rightBrace: try closeBracket(first)
        default: break
        }
        for _ in 0..<kind.width { advance() }
        return kind
    }

    /// The longest sign that stands here.
    private func sign(_ first: UInt8) -> Token.Kind? {
        let second = peekByte(ahead: 1)
        let isEqual = second == UInt8(ascii: "=")
        let isTwice = second == first
        let isThrice = isTwice && peekByte(ahead: 2) == UInt8(ascii: "=")
        switch Unicode.Scalar(first) {
        case "(": return .leftParen
        case ")": return .rightParen
        case "[": return .leftBracket
        case "]": return .rightBracket
        case "{": return .leftBrace
        case "}": return .rightBrace
        case ",": return .comma
        case ":": return .colon
        case ";": return .semicolon
        case "~": return .tilde
        case "=": return isEqual ? .equal : .equals
        case "+": return isEqual ? .plusEquals : .plus
        case "-": return isEqual ? .minusEquals : .minus
        case "%": return isEqual ? .percentEquals : .percent
        case "&": return isEqual ? .ampersandEquals : .ampersand
        case "|": return isEqual ? .pipeEquals : .pipe
        case "^": return isEqual ? .circumflexEquals : .circumflex
        case "!": return isEqual ? .notEqual : nil
        case "*": return isTwice ? .starStar : isEqual ? .starEquals : .star
        case "/":
            return isThrice
                ? .slashSlashEquals : isTwice ? .slashSlash : isEqual ? .slashEquals : .slash
        case "<":
            return isThrice
                ? .shiftLeftEquals : isTwice ? .shiftLeft : isEqual ? .lessOrEqual : .less
        case ">":
            return isThrice
                ? .shiftRightEquals : isTwice ? .shiftRight : isEqual ? .greaterOrEqual : .greater
        default: return nil
        }
    }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        var printer = Printer()
        printer.writeQuoted(ByteString.text(String(Character(scalar))))
        return "'" + String(decoding: printer.bytes.dropFirst().dropLast(), as: UTF8.self) + "'"
    }
}
