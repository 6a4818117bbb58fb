/// What operators stand between: names, literals, brackets, and what follows them.
extension Parser {
    mutating func primaryWithSuffixes() throws(SourceError) -> Expression {
        var left = try primary()
        var length = 0
        while true {
            switch token.kind {
            case .dot:
                let position = try take()
                let name = try identifier()
                left = Expression(.attribute(left, name: name.symbol), at: position)
            case .leftBracket: left = try subscripted(left)
            case .leftParen:
                let position = try take()
                let arguments = try arguments()
                try expect(.rightParen)
                left = Expression(.call(left, arguments), at: position)
            default: return left
            }
            length += 1
            try checkChain(length)
        }
    }

    private mutating func subscripted(_ left: Expression) throws(SourceError) -> Expression {
        let position = try take()
        var (from, to, step): (Expression?, Expression?, Expression?)
        if token.kind != .colon {
            let index = try expression(inParentheses: false)
            if token.kind == .rightBracket {
                try take()
                return Expression(.index(left, index), at: position)
            }
            from = index
        }
        if token.kind == .colon {
            try take()
            if token.kind != .colon && token.kind != .rightBracket { to = try test() }
        }
        if token.kind == .colon {
            try take()
            if token.kind != .rightBracket { step = try test() }
        }
        try expect(.rightBracket)
        return Expression(.slice(left, from: from, to: to, step: step), at: position)
    }

    private mutating func primary() throws(SourceError) -> Expression {
        switch token.kind {
        case .identifier:
            let name = try identifier()
            return Expression(.name(name), at: name.position)
        case .int, .float, .string:
            let literal = token.literal
            return Expression(.literal(literal), at: try take())
        case .leftBracket: return try list()
        case .leftBrace: return try dict()
        case .leftParen: return try parenthesized()
        case .minus, .plus, .tilde: return try sign()
        default: throw error("got \(token.kind.quoted), want primary expression")
        }
    }

    private mutating func sign() throws(SourceError) -> Expression {
        let operation: UnaryOperator =
            token.kind == .minus ? .minus : token.kind == .plus ? .plus : .invert
        let position = try take()
        let operand = try nested { parser throws(SourceError) in try parser.primaryWithSuffixes() }
        return Expression(.unary(operation, operand), at: position)
    }

    private mutating func parenthesized() throws(SourceError) -> Expression {
        let position = try take()
        if token.kind == .rightParen {
            try take()
            return Expression(.tuple([]), at: position)
        }
        let inner = try expression(inParentheses: true)
        try expect(.rightParen)
        return Expression(.parenthesized(inner), at: position)
    }

    private mutating func list() throws(SourceError) -> Expression {
        let position = try take()
        if token.kind == .rightBracket {
            try take()
            return Expression(.list([]), at: position)
        }
        let first = try test()
        if token.kind == .forWord {
            return try comprehension(.element(first), until: .rightBracket, position)
        }
        let elements = try rest(after: first, allowsTrailingComma: true)
        try expect(.rightBracket)
        return Expression(.list(elements), at: position)
    }

    private mutating func dict() throws(SourceError) -> Expression {
        let position = try take()
        if token.kind == .rightBrace {
            try take()
            return Expression(.dict([]), at: position)
        }
        var entries = [try dictEntry()]
        if token.kind == .forWord {
            return try comprehension(.entry(entries[0]), until: .rightBrace, position)
        }
        while token.kind == .comma {
            try take()
            if token.kind == .rightBrace { break }
            entries.append(try dictEntry())
        }
        try expect(.rightBrace)
        return Expression(.dict(entries), at: position)
    }

    private mutating func dictEntry() throws(SourceError) -> Expression.DictEntry {
        let key = try test()
        let colon = try expect(.colon)
        return Expression.DictEntry(key: key, colon: colon, value: try test())
    }

    private mutating func comprehension(
        _ body: Comprehension.Body, until end: Token.Kind, _ position: Position
    ) throws(SourceError) -> Expression {
        var clauses: [Comprehension.Clause] = []
        while token.kind != end {
            if token.kind == .forWord {
                let start = try take()
                let variables = try loopVariables()
                try expect(.inWord)
                let sequence = try binary(from: 0)
                clauses.append(.loop(variables: variables, sequence: sequence, start))
            } else if token.kind == .ifWord {
                try take()
                clauses.append(.condition(try testWithoutConditional()))
            } else {
                throw error("got \(token.kind.quoted), want '\(end.symbol)', for, or if")
            }
        }
        try take()
        return Expression(
            .comprehension(Comprehension(body: body, clauses: clauses)), at: position)
    }
}
