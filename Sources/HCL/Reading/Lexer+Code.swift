private let symbolsByFirstByte = Dictionary(grouping: Token.Symbol.allCases) {
    $0.rawValue.utf8.first ?? 0
}

// Outside of quotes: blanks, comments, names, numbers, symbols.
extension Lexer {
    mutating func code(_ braces: Int, _ inTemplate: Bool) throws(SyntaxError) {
        if try skipTrivia() { return }
        guard let first = byte() else { return }
        if let length = newlineLength {
            emit(.newline, length: length)
        } else if first == UInt8(ascii: "\"") {
            enter(.quotes, from: position)
            emit(.openQuote, length: 1)
        } else if starts(with: "<<"), let opening = heredocOpening() {
            enter(.heredoc(marker: opening.marker), from: position)
            emit(.openHeredoc, length: opening.length)
        } else if inTemplate, braces == 0, starts(with: "}") || starts(with: "~}") {
            emit(.closeTemplate, length: first == UInt8(ascii: "}") ? 1 : 2)
            leave()
        } else if (0x30...0x39).contains(first) {
            emit(.number, length: numberLength())
        } else if let length = identifierLength(at: position) {
            emit(.identifier, length: length)
        } else {
            try symbol(braces, inTemplate)
        }
    }

    private mutating func symbol(_ braces: Int, _ inTemplate: Bool) throws(SyntaxError) {
        guard let symbol = nextSymbol() else {
            let character =
                scalar(at: position).map { "\($0.value.escaped(asASCII: false))" } ?? "?"
            throw failure("`\(character)` has no meaning here")
        }
        let change = symbol == .openBrace ? 1 : symbol == .closeBrace ? -1 : 0
        modes[modes.count - 1] = .code(braces: max(0, braces + change), inTemplate: inTemplate)
        emit(.symbol(symbol), length: symbol.rawValue.utf8.count)
    }

    /// The longest symbol that begins here: cases with a common beginning stand longest first.
    private func nextSymbol() -> Token.Symbol? {
        guard let first = byte(), let candidates = symbolsByFirstByte[first] else { return nil }
        return candidates.first { starts(with: $0.rawValue) }
    }

    var newlineLength: Int? {
        if byte() == 0x0A { return 1 }
        return byte() == 0x0D && byte(1) == 0x0A ? 2 : nil
    }

    // MARK: Trivia

    /// - Returns: whether something was skipped.
    private mutating func skipTrivia() throws(SyntaxError) -> Bool {
        let start = position
        while let next = byte() {
            if next == 0x20 || next == 0x09 {
                position += 1
            } else if next == UInt8(ascii: "#") || starts(with: "//") {
                skipToLineEnd()
            } else if starts(with: "/*") {
                try skipBlockComment()
            } else {
                break
            }
        }
        return position > start
    }

    /// The line end is a token of its own; a carriage return in front of it belongs to it.
    private mutating func skipToLineEnd() {
        while let next = byte(), next != 0x0A {
            if next == 0x0D, byte(1) == 0x0A { return }
            position += 1
        }
    }

    private mutating func skipBlockComment() throws(SyntaxError) {
        let start = position
        position += 2
        while byte() != nil {
            if starts(with: "*/") {
                position += 2
                return
            }
            position += 1
        }
        throw SyntaxError("this comment is never closed: `*/` is missing", at: start, in: bytes)
    }

    // MARK: Words

    /// The length of the identifier that begins at an offset; nil where none does.
    func identifierLength(at offset: Int) -> Int? {
        guard offset < bytes.count, let first = scalar(at: offset),
            first.value == "_" || first.value.properties.isIDStart
        else { return nil }
        var end = offset + first.length
        while end < bytes.count, let next = scalar(at: end),
            next.value == "-" || next.value.properties.isIDContinue
        {
            end += next.length
        }
        return end - offset
    }

    private func numberLength() -> Int {
        var length = digits(from: 0)
        if byte(length) == UInt8(ascii: "."), digits(from: length + 1) > 0 {
            length += 1 + digits(from: length + 1)
        }
        guard let exponent = byte(length), exponent | 0x20 == UInt8(ascii: "e") else {
            return length
        }
        let sign = byte(length + 1) == UInt8(ascii: "+") || byte(length + 1) == UInt8(ascii: "-")
        let count = digits(from: length + (sign ? 2 : 1))
        return count > 0 ? length + (sign ? 2 : 1) + count : length
    }

    private func digits(from ahead: Int) -> Int {
        var count = 0
        while let next = byte(ahead + count), (0x30...0x39).contains(next) { count += 1 }
        return count
    }
}
