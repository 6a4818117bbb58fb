/// Reads a source text into a tree, from left to right with one token of foresight.
struct Parser {
    private var scanner: BlockScanner
    private(set) var token = Token(kind: .illegal, position: .none)
    /// How deep what is being read is nested; beyond a limit no memory for calls would suffice.
    private var depth = 0

    private static let deepest = 500
    /// How many operators or suffixes may follow each other in one expression.
    static let longestChain = 5_000

    init(_ source: [UInt8]) { scanner = BlockScanner(source) }

    /// Takes the current token and returns where it stood.
    @discardableResult
    mutating func take() throws(SourceError) -> Position {
        let position = token.position
        token = try scanner.next()
        return position
    }

    @discardableResult
    mutating func expect(_ kind: Token.Kind) throws(SourceError) -> Position {
        if token.kind != kind {
            throw error("got \(token.kind.quoted), want \(kind.quoted)")
        }
        return try take()
    }

    /// An error where reading has come to, which is behind the current token.
    func error(_ message: String) -> SourceError { SourceError(message, at: scanner.position) }

    mutating func nested<Result>(
        _ body: (inout Parser) throws(SourceError) -> Result
    ) throws(SourceError) -> Result {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw error("nested too deeply") }
        return try body(&self)
    }

    mutating func checkChain(_ length: Int) throws(SourceError) {
        if length > Self.longestChain { throw error("expression too long") }
    }

    mutating func replaceToken(by kind: Token.Kind) { token.kind = kind }
}

extension SyntaxTree {
    /// Reads a source text, which may be any bytes. The error holds exactly one message.
    package static func parse(_ source: [UInt8], file: String) throws(SourceErrors) -> SyntaxTree {
        do {
            var parser = Parser(source)
            try parser.take()
            return SyntaxTree(file: file, statements: try parser.file())
        } catch {
            throw SourceErrors(file: file, errors: [error])
        }
    }

    package static func parse(_ source: String, file: String) throws(SourceErrors) -> SyntaxTree {
        try parse(Array(source.utf8), file: file)
    }
}
