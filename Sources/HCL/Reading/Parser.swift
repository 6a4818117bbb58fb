extension Document {
    /// Reads a file of HCL's native syntax.
    ///
    /// - Parameter bytes: any bytes; what is not HCL gives an error with its place.
    package static func read(_ bytes: [UInt8]) throws(SyntaxError) -> Document {
        var parser = Parser(bytes: bytes, tokens: try Lexer.tokens(of: bytes))
        let body = try parser.body(until: .end)
        return Document(bytes: bytes, tokens: parser.tokens, body: body)
    }

    package static func read(_ text: String) throws(SyntaxError) -> Document {
        try read(Array(text.utf8))
    }
}

/// Recursive descent over the tokens of one file.
struct Parser {
    /// Deeper nesting is refused, because the stack is not endless.
    static let greatestDepth = 100

    let bytes: [UInt8]
    let tokens: [Token]
    /// The next token, line ends included.
    var position = 0
    /// One behind the last token that was taken.
    var taken = 0
    /// Whether line ends count; innermost bracket last.
    var lineEndsCount = [true]
    var depth = 0

    init(bytes: [UInt8], tokens: [Token]) {
        self.bytes = bytes
        self.tokens = tokens
    }

    // MARK: Looking

    /// The index of the next token that counts; the end's when there is none.
    var next: Int {
        var index = position
        if lineEndsCount.last == false {
            while tokens[index].kind == .newline { index += 1 }
        }
        return index
    }

    var kind: Token.Kind { tokens[next].kind }

    /// The kind of the token behind the next one.
    var kindAfterNext: Token.Kind {
        var index = min(next + 1, tokens.count - 1)
        if lineEndsCount.last == false {
            while tokens[index].kind == .newline { index += 1 }
        }
        return tokens[index].kind
    }

    func isNext(_ symbol: Token.Symbol) -> Bool { kind == .symbol(symbol) }

    func isNext(word: String) -> Bool { kind == .identifier && text(next) == word }

    func text(_ index: Int) -> String {
        String(decoding: bytes[tokens[index].range], as: UTF8.self)
    }

    // MARK: Taking

    @discardableResult
    mutating func take() -> Int {
        let index = next
        // The end stays where it is, so that looking further is always allowed.
        if tokens[index].kind != .end {
            position = index + 1
            taken = position
        }
        return index
    }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard isNext(symbol) else { return false }
        take()
        return true
    }

    @discardableResult
    mutating func expect(_ symbol: Token.Symbol, _ why: String) throws(SyntaxError) -> Int {
        guard isNext(symbol) else { throw failure("`\(symbol.rawValue)` is missing \(why)") }
        return take()
    }

    mutating func expectName(_ what: String) throws(SyntaxError) -> String {
        guard kind == .identifier else { throw failure("\(what) is missing") }
        return text(take())
    }

    /// Runs a part in which line ends count, or do not.
    mutating func withLineEnds<Result>(
        _ count: Bool, _ part: (inout Parser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        lineEndsCount.append(count)
        defer { lineEndsCount.removeLast() }
        return try part(&self)
    }

    mutating func nested<Result>(
        _ part: (inout Parser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.greatestDepth else {
            throw failure("this is nested more than \(Self.greatestDepth) deep")
        }
        return try part(&self)
    }

    func failure(_ message: String) -> SyntaxError {
        failure(message, at: next)
    }

    func failure(_ message: String, at index: Int) -> SyntaxError {
        SyntaxError(message, at: tokens[index].range.lowerBound, in: bytes)
    }
}
