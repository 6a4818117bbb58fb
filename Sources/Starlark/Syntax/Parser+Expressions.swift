/// Expressions.
extension Parser {
    /// One expression, or several with commas between them, which make a tuple.
    mutating func expression(inParentheses: Bool) throws(SourceError) -> Expression {
        let first = try test()
        guard token.kind == .comma else { return first }
        let elements = try rest(after: first, allowsTrailingComma: inParentheses)
        return Expression(.tuple(elements), at: .none)
    }

    mutating func rest(
        after first: Expression, allowsTrailingComma: Bool
    ) throws(SourceError) -> [Expression] {
        var elements = [first]
        while token.kind == .comma {
            let position = try take()
            if Self.endsList(token.kind) {
                if !allowsTrailingComma {
                    throw SourceError("unparenthesized tuple with trailing comma", at: position)
                }
                break
            }
            elements.append(try test())
        }
        return elements
    }

    private static func endsList(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .endOfFile, .newline, .equals, .rightBrace, .rightBracket, .rightParen, .semicolon:
            true
        default: false
        }
    }

    /// The variables of a loop; a whole expression would take the `in` that follows them.
    mutating func loopVariables() throws(SourceError) -> Expression {
        let first = try primaryWithSuffixes()
        guard token.kind == .comma else { return first }
        var elements = [first]
        while token.kind == .comma {
            try take()
            if Self.endsList(token.kind) { break }
            elements.append(try primaryWithSuffixes())
        }
        return Expression(.tuple(elements), at: .none)
    }

    /// A single expression, which may be a lambda or a conditional one.
    mutating func test() throws(SourceError) -> Expression {
        try nested { parser throws(SourceError) in try parser.testInside() }
    }

    private mutating func testInside() throws(SourceError) -> Expression {
        if token.kind == .lambda { return try lambda(allowsConditional: true) }
        let value = try binary(from: 0)
        guard token.kind == .ifWord else { return value }
        let position = try take()
        let condition = try binary(from: 0)
        if token.kind != .elseWord {
            throw SourceError("conditional expression without else clause", at: position)
        }
        try take()
        let otherwise = try test()
        return Expression(
            .conditional(condition: condition, then: value, otherwise: otherwise), at: position)
    }

    mutating func testWithoutConditional() throws(SourceError) -> Expression {
        token.kind == .lambda ? try lambda(allowsConditional: false) : try binary(from: 0)
    }

    private mutating func lambda(allowsConditional: Bool) throws(SourceError) -> Expression {
        let position = try take()
        let parameters = token.kind == .colon ? [] : try parameters()
        try expect(.colon)
        let body =
            allowsConditional
            ? try test()
            : try nested { parser throws(SourceError) in try parser.testWithoutConditional() }
        let definition = FunctionDefinition(
            name: NameUse("lambda", at: position), position: position, parameters: parameters,
            body: [Statement(.giveBack(body), at: .none)])
        return Expression(.lambda(definition), at: position)
    }
}
