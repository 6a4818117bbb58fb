// Values: operators first, then what they work on.
extension Parser {
    mutating func expression() throws(SyntaxError) -> Expression {
        try nested { parser throws(SyntaxError) in try parser.conditional() }
    }

    private mutating func conditional() throws(SyntaxError) -> Expression {
        let start = next
        let condition = try operation(looserThan: 0)
        guard take(.question) else { return condition }
        let yes = try expression()
        try expect(.colon, "between the two values of a conditional")
        let no = try expression()
        return Expression(kind: .conditional(condition, yes, no), tokens: start..<taken)
    }

    /// Higher binds tighter.
    private static let strengths: [Token.Symbol: Int] = [
        .or: 1, .and: 2, .equal: 3, .notEqual: 3, .less: 4, .greater: 4, .lessOrEqual: 4,
        .greaterOrEqual: 4, .plus: 5, .minus: 5, .times: 6, .divide: 6, .remainder: 6,
    ]

    private mutating func operation(looserThan strength: Int) throws(SyntaxError) -> Expression {
        let start = next
        // The tree leans to the left as deep as the chain is long, and printing walks down it.
        var steps = 0
        var left = try unary()
        while case .symbol(let symbol) = kind, let binding = Self.strengths[symbol],
            binding > strength
        {
            take()
            steps += 1
            guard steps <= Self.greatestDepth else { throw failure("this sum is too long") }
            let right = try nested { parser throws(SyntaxError) in
                try parser.operation(looserThan: binding)
            }
            left = Expression(kind: .binary(left, right), tokens: start..<taken)
        }
        return left
    }

    private mutating func unary() throws(SyntaxError) -> Expression {
        let start = next
        guard isNext(.minus) || isNext(.not) else { return try traversal() }
        take()
        let operand = try nested { parser throws(SyntaxError) in try parser.unary() }
        return Expression(kind: .unary(operand), tokens: start..<taken)
    }

    // MARK: Reaching into a value

    private mutating func traversal() throws(SyntaxError) -> Expression {
        let start = next
        var steps = 0
        var value = try primary()
        while let kind = try step(from: value) {
            steps += 1
            guard steps <= Self.greatestDepth else { throw failure("this is too many steps deep") }
            value = Expression(kind: kind, tokens: start..<taken)
        }
        return value
    }

    private mutating func step(from value: Expression) throws(SyntaxError) -> Expression.Kind? {
        if take(.dot) { return try dotted(value) }
        guard isNext(.openBracket) else { return nil }
        take()
        return try withLineEnds(false) { parser throws(SyntaxError) in
            if parser.isNext(.times), parser.kindAfterNext == .symbol(.closeBracket) {
                parser.take()
                parser.take()
                return .splat(of: value)
            }
            let key = try parser.expression()
            try parser.expect(.closeBracket, "behind the index")
            return .index(of: value, key: key)
        }
    }

    private mutating func dotted(_ value: Expression) throws(SyntaxError) -> Expression.Kind {
        switch kind {
        case .identifier: return .attribute(of: value, name: text(take()))
        case .symbol(.times):
            take()
            return .splat(of: value)
        case .number:
            let index = take()
            guard !text(index).contains(".") else {
                throw failure("behind `.` comes a name or a whole number", at: index)
            }
            let key = Expression(kind: .number(text(index)), tokens: index..<taken)
            return .index(of: value, key: key)
        default: throw failure("behind `.` comes a name, a number or `*`")
        }
    }

    // MARK: Values that stand by themselves

    private mutating func primary() throws(SyntaxError) -> Expression {
        let start = next
        let kind: Expression.Kind
        switch self.kind {
        case .number: kind = .number(text(take()))
        case .identifier: kind = try named()
        case .openQuote: kind = .template(try template(closedBy: .closeQuote))
        case .openHeredoc: kind = .template(try template(closedBy: .closeHeredoc))
        case .symbol(.openParenthesis): kind = try parenthesised()
        case .symbol(.openBracket): kind = try tuple()
        case .symbol(.openBrace): kind = try object()
        default: throw failure("a value is missing")
        }
        return Expression(kind: kind, tokens: start..<taken)
    }

    private mutating func named() throws(SyntaxError) -> Expression.Kind {
        var name = text(take())
        while isNext(.namespace) {
            take()
            name += "::" + (try expectName("a function's name"))
            guard isNext(.namespace) || isNext(.openParenthesis) else {
                throw failure("`(` is missing behind the function's name")
            }
        }
        if isNext(.openParenthesis) { return .call(name: name, arguments: try arguments()) }
        switch name {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        default: return .variable(name)
        }
    }

    private mutating func arguments() throws(SyntaxError) -> [Expression] {
        take()
        return try withLineEnds(false) { parser throws(SyntaxError) in
            var arguments: [Expression] = []
            while !parser.take(.closeParenthesis) {
                arguments.append(try parser.expression())
                if parser.take(.ellipsis) {
                    try parser.expect(.closeParenthesis, "behind `...`")
                    break
                }
                if parser.take(.comma) { continue }
                try parser.expect(.closeParenthesis, "behind the arguments")
                break
            }
            return arguments
        }
    }

    private mutating func parenthesised() throws(SyntaxError) -> Expression.Kind {
        take()
        return try withLineEnds(false) { parser throws(SyntaxError) in
            let inner = try parser.expression()
            try parser.expect(.closeParenthesis, "at the end")
            return .parenthesised(inner)
        }
    }
}
