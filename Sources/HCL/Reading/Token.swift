/// One word of the language, with what stands before it that means nothing to the language.
///
/// Tokens lie end to end: trivia, token, trivia, token. Printed in order they are the file.
package struct Token: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case identifier, number, newline
        case openQuote, closeQuote
        /// Text between quotes or in a heredoc, escapes as they were written.
        case text
        /// `<<MARKER` or `<<-MARKER` with its line end, and the line that closes it.
        case openHeredoc, closeHeredoc
        /// `${` or `${~`, and `%{` or `%{~`.
        case openInterpolation, openDirective
        /// `}` or `~}` of an interpolation or a directive.
        case closeTemplate
        case symbol(Symbol)
        /// Nothing; it carries the trivia in front of the file's end.
        case end
    }

    package enum Symbol: String, Hashable, Sendable, CaseIterable {
        case ellipsis = "..."
        case namespace = "::"
        case arrow = "=>"
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case and = "&&"
        case or = "||"
        case openBrace = "{"
        case closeBrace = "}"
        case openBracket = "["
        case closeBracket = "]"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case dot = "."
        case comma = ","
        case colon = ":"
        case assign = "="
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case remainder = "%"
        case not = "!"
        case question = "?"
    }

    package let kind: Kind
    /// Byte offsets of blanks and comments in front.
    package let trivia: Range<Int>
    /// Byte offsets of the token itself; it begins where `trivia` ends.
    package let range: Range<Int>
}

/// Why a text is not HCL, and where: line and column count from one, columns in characters.
package struct SyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    package let line: Int
    package let column: Int

    package init(_ message: String, at offset: Int, in bytes: [UInt8]) {
        self.message = message
        (line, column) = position(of: offset, in: bytes)
    }

    package var description: String { "\(line):\(column): \(message)" }
}

/// Line and column of a byte, both from one.
///
/// - Parameter offset: may be the end of the text.
package func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes[..<min(max(offset, 0), bytes.count)]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let line = before.count { $0 == 0x0A } + 1
    // Bytes that go on a character are not counted.
    return (line, before[start...].count { $0 & 0xC0 != 0x80 } + 1)
}
