/// Takes a text apart into tokens, the way HashiCorp's scanner does.
///
/// What a byte means depends on where it stands, so the lexer keeps a stack: code, inside quotes,
/// inside a heredoc, and code again inside an interpolation of either.
struct Lexer {
    enum Mode {
        /// `braces` counts the open ones, so that the one that ends a template is known.
        case code(braces: Int, inTemplate: Bool)
        case quotes
        case heredoc(marker: [UInt8])
    }

    let bytes: [UInt8]
    var position = 0
    var triviaStart = 0
    var modes: [Mode] = [.code(braces: 0, inTemplate: false)]
    /// Where each mode was opened, for the complaint about one that is never closed.
    var openings: [Int] = [0]
    var tokens: [Token] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func tokens(of bytes: [UInt8]) throws(SyntaxError) -> [Token] {
        var lexer = Lexer(bytes)
        try lexer.checkEncoding()
        lexer.skipByteOrderMark()
        while lexer.position < bytes.count { try lexer.step() }
        try lexer.finish()
        return lexer.tokens
    }

    private mutating func step() throws(SyntaxError) {
        switch modes[modes.count - 1] {
        case .code(let braces, let inTemplate):
            try code(braces, inTemplate)
        case .quotes:
            try quotes()
        case .heredoc(let marker):
            try heredoc(marker)
        }
    }

    private mutating func finish() throws(SyntaxError) {
        guard modes.count == 1 else {
            let what =
                switch modes[modes.count - 1] {
                case .code: "this template is never closed: `}` is missing"
                case .quotes: "this string is never closed: `\"` is missing"
                case .heredoc(let marker):
                    "this heredoc is never closed: a line with "
                        + "`\(String(decoding: marker, as: UTF8.self))` alone is missing"
                }
            throw SyntaxError(what, at: openings[openings.count - 1], in: bytes)
        }
        emit(.end, length: 0)
    }

    // MARK: Small steps

    func byte(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    mutating func emit(_ kind: Token.Kind, length: Int) {
        tokens.append(
            Token(
                kind: kind, trivia: triviaStart..<position, range: position..<position + length))
        position += length
        triviaStart = position
    }

    mutating func enter(_ mode: Mode, from offset: Int) {
        modes.append(mode)
        openings.append(offset)
    }

    mutating func leave() {
        modes.removeLast()
        openings.removeLast()
    }

    func failure(_ message: String) -> SyntaxError {
        SyntaxError(message, at: position, in: bytes)
    }

    // MARK: Encoding

    private mutating func skipByteOrderMark() {
        if starts(with: "\u{FEFF}") { position = 3 }
    }

    private func checkEncoding() throws(SyntaxError) {
        var offset = 0
        while offset < bytes.count {
            guard let length = scalar(at: offset)?.length else {
                throw SyntaxError("this byte is not UTF-8", at: offset, in: bytes)
            }
            offset += length
        }
    }

    /// The character that begins at a byte; nil when what stands there is not UTF-8.
    func scalar(at offset: Int) -> (value: Unicode.Scalar, length: Int)? {
        let first = bytes[offset]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, offset + length <= bytes.count else { return nil }
        var value = UInt32(first) & (0xFF >> UInt32(length + 1))
        for next in bytes[offset + 1..<offset + length] {
            guard next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(next & 0x3F)
        }
        let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
        guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }
}
