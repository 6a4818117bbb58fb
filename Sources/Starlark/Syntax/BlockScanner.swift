/// Turns `:` at a line's end and the word `end` into the beginning and end of blocks.
///
/// Indentation means nothing. `else:` and `elif` close the block before them by themselves. `end`
/// is not reserved: wherever the name appears, a block ends.
struct BlockScanner {
    private var scanner: Scanner
    /// Tokens read ahead, to be handed out first.
    private var waiting: [Token] = []
    private var last = Token(kind: .illegal, position: .none)
    private var lastButOne = Token.Kind.illegal
    /// Where the lines end that opened the blocks not closed yet.
    private var openings: [Position] = []

    // A string that nobody changes; its hash is the same whoever works it out first.
    private nonisolated(unsafe) static let end = ByteString.text("end")

    init(_ source: [UInt8]) { scanner = Scanner(source) }

    /// Where reading has come to; messages about what was read last name this place.
    var position: Position { scanner.position }

    mutating func next() throws(SourceError) -> Token {
        let token = try produce()
        lastButOne = last.kind
        last = token
        return token
    }

    private mutating func produce() throws(SourceError) -> Token {
        if lastButOne == .colon && last.kind == .newline {
            openings.append(last.position)
            return Token(kind: .indent, position: last.position)
        }
        while true {
            var token = waiting.isEmpty ? try scanner.next() : waiting.removeFirst()
            switch token.kind {
            case .indent, .outdent: continue
            case .elseWord where !token.hasClosedBlock:
                // Without a colon it belongs to a conditional expression.
                let following = try scanner.next()
                if following.kind != .colon {
                    waiting.append(following)
                    return token
                }
                token.hasClosedBlock = true
                waiting += [token, following]
                return try closeBlock()
            case .elif where !token.hasClosedBlock:
                token.hasClosedBlock = true
                waiting.append(token)
                return try closeBlock()
            case .pass:
                throw SourceError("use of reserved keyword 'pass' is not allowed", at: position)
            case .identifier where token.name == Self.end:
                let following = try scanner.next()
                if following.kind != .newline { waiting.append(following) }
                return try closeBlock()
            case .endOfFile:
                guard let opening = openings.last else { return token }
                throw SourceError(
                    "mismatched set of block openings (if/else/elif/for/def) and closing (end)",
                    at: opening)
            default: return token
            }
        }
    }

    private mutating func closeBlock() throws(SourceError) -> Token {
        if openings.isEmpty { throw SourceError("unexpected end", at: position) }
        openings.removeLast()
        return Token(kind: .outdent, position: last.position)
    }
}
