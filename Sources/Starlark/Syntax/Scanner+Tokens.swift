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
        let name = String(decoding: bytes(from: begin), as: UTF8.self)
        let kind = Token.Kind.keywords[name] ?? .identifier
        return Token(kind: kind, position: start, name: name)
    }

    private mutating func readSign(
        _ first: Unicode.Scalar, _ start: Position
    ) throws(SourceError) -> Token.Kind {
        if let bracket = Self.brackets[first] {
            switch bracket {
            case .leftParen, .leftBracket, .leftBrace: openBracket()
            default: try closeBracket(first)
            }
            advance()
            return bracket
        }
        // The longest sign that fits is meant.
        for length in stride(from: 3, through: 1, by: -1) {
            let sign = (0..<length).map { peekByte(ahead: $0) }
            if let kind = Self.signs[sign] {
                for _ in 0..<length { advance() }
                return kind
            }
        }
        if first == "!" { throw SourceError("unexpected input character '!'", at: start) }
        throw SourceError(
            "unexpected input character \(Self.quoted(first))", at: position)
    }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        var printer = Printer()
        printer.writeQuoted(ByteString.text(String(Character(scalar))))
        return "'" + String(decoding: printer.bytes.dropFirst().dropLast(), as: UTF8.self) + "'"
    }

    private static let brackets: [Unicode.Scalar: Token.Kind] = [
        "(": .leftParen, ")": .rightParen, "[": .leftBracket, "]": .rightBracket,
        "{": .leftBrace, "}": .rightBrace,
    ]

    private static let signs: [[UInt8]: Token.Kind] = {
        let kinds: [Token.Kind] = [
            .plus, .minus, .star, .slash, .slashSlash, .percent, .ampersand, .pipe, .circumflex,
            .shiftLeft, .shiftRight, .tilde, .comma, .equals, .semicolon, .colon, .less,
            .greater, .greaterOrEqual, .lessOrEqual, .equal, .notEqual, .plusEquals,
            .minusEquals, .starEquals, .slashEquals, .slashSlashEquals, .percentEquals,
            .ampersandEquals, .pipeEquals, .circumflexEquals, .shiftLeftEquals,
            .shiftRightEquals, .starStar,
        ]
        return Dictionary(uniqueKeysWithValues: kinds.map { (Array($0.symbol.utf8), $0) })
    }()
}
