// Inside of quotes and heredocs.
extension Lexer {
    mutating func quotes() throws(SyntaxError) {
        var length = 0
        while let next = byte(length) {
            switch next {
            case UInt8(ascii: "\""):
                if length > 0 { return emit(.text, length: length) }
                leave()
                return emit(.closeQuote, length: 1)
            case 0x0A, 0x0D:
                position += length
                throw failure("a string between quotes cannot go on in the next line")
            case UInt8(ascii: "\\"):
                length += try escapeLength(at: length)
            case UInt8(ascii: "$"), UInt8(ascii: "%"):
                if openTemplate(after: length) { return }
                length += templateEscapeLength(at: length)
            default:
                length += 1
            }
        }
        if length > 0 { emit(.text, length: length) }
    }

    mutating func heredoc(_ marker: [UInt8]) throws(SyntaxError) {
        if isAtLineStart, let length = closingLineLength(marker) {
            emit(.closeHeredoc, length: length)
            return leave()
        }
        var length = 0
        while let next = byte(length) {
            if next == 0x0A { return emit(.text, length: length + 1) }
            if next == 0x0D, byte(length + 1) != 0x0A {
                position += length
                throw failure("a carriage return belongs in front of a line feed")
            }
            if next == UInt8(ascii: "$") || next == UInt8(ascii: "%") {
                if openTemplate(after: length) { return }
                length += templateEscapeLength(at: length)
            } else {
                length += 1
            }
        }
        if length > 0 { emit(.text, length: length) }
    }

    /// `<<MARKER` or `<<-MARKER`, which nothing but the line end may follow.
    func heredocOpening() -> (marker: [UInt8], length: Int)? {
        var start = position + 2
        if start < bytes.count, bytes[start] == UInt8(ascii: "-") { start += 1 }
        guard let name = identifierLength(at: start) else { return nil }
        var end = start + name
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        guard end < bytes.count, bytes[end] == 0x0A else { return nil }
        return (Array(bytes[start..<start + name]), end + 1 - position)
    }

    // MARK: Templates

    /// Begins `${` or `%{` that stands `length` bytes ahead, after the text in front of it.
    ///
    /// - Returns: whether one stands there.
    private mutating func openTemplate(after length: Int) -> Bool {
        guard byte(length + 1) == UInt8(ascii: "{") else { return false }
        if length > 0 { emit(.text, length: length) }
        let kind: Token.Kind = byte() == UInt8(ascii: "$") ? .openInterpolation : .openDirective
        enter(.code(braces: 0, inTemplate: true), from: position)
        emit(kind, length: byte(2) == UInt8(ascii: "~") ? 3 : 2)
        return true
    }

    /// `$${` and `%%{` mean `${` and `%{` and open nothing.
    private func templateEscapeLength(at length: Int) -> Int {
        byte(length + 1) == byte(length) && byte(length + 2) == UInt8(ascii: "{") ? 3 : 1
    }

    private mutating func escapeLength(at length: Int) throws(SyntaxError) -> Int {
        let digits: Int
        switch byte(length + 1) {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "\""),
            UInt8(ascii: "\\"):
            return 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        default:
            position += length
            throw failure("only \\n, \\r, \\t, \\\", \\\\, \\uNNNN and \\UNNNNNNNN are escapes")
        }
        for ahead in 2..<2 + digits {
            guard let digit = byte(length + ahead), isHexadecimal(digit) else {
                position += length
                throw failure("\\\(digits == 4 ? "u" : "U") takes \(digits) hexadecimal digits")
            }
        }
        return 2 + digits
    }

    private func isHexadecimal(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit && byte < 0x80
    }

    // MARK: Heredocs

    private var isAtLineStart: Bool { position > 0 && bytes[position - 1] == 0x0A }

    /// The length of the line that closes the heredoc, without its line end; nil for other lines.
    ///
    /// As with HashiCorp's scanner, a marker at the file's very end needs its line end.
    private func closingLineLength(_ marker: [UInt8]) -> Int? {
        guard var end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
        if end > position, bytes[end - 1] == 0x0D { end -= 1 }
        guard !bytes[position..<end].contains(0x0D) else { return nil }
        let line = String(decoding: bytes[position..<end], as: UTF8.self)
        let trimmed = line.unicodeScalars.drop { $0.properties.isWhitespace }.reversed()
            .drop { $0.properties.isWhitespace }.reversed()
        var text = String.UnicodeScalarView()
        text.append(contentsOf: trimmed)
        return Array(String(text).utf8) == marker ? end - position : nil
    }
}
