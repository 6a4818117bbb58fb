/// Cuts a source text into tokens, one at a time, as the reader asks for them.
///
/// `position` is where the next code point stands: messages about what was just read name it.
struct Scanner {
    private let source: [UInt8]
    private(set) var offset = 0
    private(set) var line: Int32 = 1
    private(set) var column: Int32 = 1
    /// How many brackets are open: inside, line ends mean nothing.
    private var depth = 0
    private var indentation = [0]
    /// Indents (above zero) or outdents (below zero) that are still to be handed out.
    private var pendingDents = 0
    private var isLineStart = true
    private var names = NameTable()

    init(_ source: [UInt8]) { self.source = source }

    var position: Position { Position(line: line, column: column) }

    var isAtEnd: Bool { offset >= source.count }

    /// The next code point without taking it; a line end in any form is `\n`, the end is zero.
    func peek() -> Unicode.Scalar {
        guard offset < source.count else { return "\0" }
        let byte = source[offset]
        if byte == UInt8(ascii: "\r") { return "\n" }
        if byte < 0x80 { return Unicode.Scalar(byte) }
        return source.withUnsafeBufferPointer { UTF8Reading.scalar(in: $0, at: offset).0 }
    }

    func peekByte(ahead distance: Int) -> UInt8 {
        offset + distance < source.count ? source[offset + distance] : 0
    }

    @discardableResult
    mutating func advance() -> Unicode.Scalar {
        guard offset < source.count else { return "\0" }
        let byte = source[offset]
        if byte < 0x80 { return advance(overASCII: byte) }
        let (scalar, width) = source.withUnsafeBufferPointer {
            UTF8Reading.scalar(in: $0, at: offset)
        }
        offset += width
        column += 1
        return scalar
    }

    private mutating func advance(overASCII byte: UInt8) -> Unicode.Scalar {
        offset += 1
        var byte = byte
        if byte == UInt8(ascii: "\r") {
            if offset < source.count && source[offset] == UInt8(ascii: "\n") { offset += 1 }
            byte = UInt8(ascii: "\n")
        }
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else {
            column += 1
        }
        return Unicode.Scalar(byte)
    }

    func bytes(from start: Int) -> ArraySlice<UInt8> { source[start..<offset] }

    /// The name that began at `start` and ends here.
    mutating func intern(from start: Int) -> NameTable.Entry {
        source.withUnsafeBufferPointer {
            names.intern(UnsafeBufferPointer(rebasing: $0[start..<offset]))
        }
    }

    mutating func openBracket() { depth += 1 }

    mutating func closeBracket(_ bracket: Unicode.Scalar) throws(SourceError) {
        if depth == 0 { throw SourceError("unexpected '\(bracket)'", at: position) }
        depth -= 1
    }

    // MARK: Lines

    mutating func next() throws(SourceError) -> Token {
        while true {
            let wasLineStart = isLineStart
            var isBlank = false
            if isLineStart {
                isLineStart = false
                isBlank = try readIndentation()
            }
            if pendingDents != 0 { return takeDent() }
            skipSpacesAndComment()
            let first = peek()
            if first == "\n" {
                isLineStart = true
                if depth == 0 && !isBlank {
                    let start = position
                    advance()
                    return Token(kind: .newline, position: start)
                }
                advance()
            } else if first == "\0" {
                if let token = endOfFile(wasLineStart) { return token }
            } else if first == "\\" {
                advance()
                if peek() != "\n" { throw SourceError("stray backslash in program", at: position) }
                advance()
            } else {
                return try readToken(first)
            }
        }
    }

    /// Compares a line's indentation with that of the lines around it; true for a blank line.
    private mutating func readIndentation() throws(SourceError) -> Bool {
        var width = 0
        while true {
            if peek() == " " {
                width += 1
            } else if peek() == "\t" {
                width += 8 - Int(column - 1) % 8
            } else {
                break
            }
            advance()
        }
        let first = peek()
        if first == "#" || first == "\n" || first == "\0" && width > 0 { return true }
        if depth == 0 { try settle(width) }
        return false
    }

    private mutating func settle(_ width: Int) throws(SourceError) {
        let current = indentation.last ?? 0
        if width > current {
            pendingDents += 1
            indentation.append(width)
        } else if width < current {
            while let last = indentation.last, width < last {
                pendingDents -= 1
                indentation.removeLast()
            }
            if width != indentation.last {
                throw SourceError(
                    "unindent does not match any outer indentation level", at: position)
            }
        }
    }

    private mutating func takeDent() -> Token {
        if pendingDents < 0 {
            pendingDents += 1
            return Token(kind: .outdent, position: position)
        }
        pendingDents -= 1
        return Token(kind: .indent, position: position)
    }

    private mutating func skipSpacesAndComment() {
        while peek() == " " || peek() == "\t" { advance() }
        guard peek() == "#" else { return }
        while peek() != "\n" && peek() != "\0" { advance() }
    }

    /// The token at the end; nil when outdents have to be handed out first.
    private mutating func endOfFile(_ wasLineStart: Bool) -> Token? {
        guard indentation.count > 1 else { return Token(kind: .endOfFile, position: position) }
        if wasLineStart {
            pendingDents = 1 - indentation.count
            indentation = [0]
            return nil
        }
        isLineStart = true
        return Token(kind: .newline, position: position)
    }
}
