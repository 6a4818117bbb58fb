/// What stands between the parentheses of a definition and of a call.
extension Parser {
    mutating func identifier() throws(SourceError) -> NameUse {
        if token.kind != .identifier {
            if token.kind.isKeyword {
                throw error(
                    "use of reserved keyword '\(token.name?.text ?? "")' is not allowed (expected identifier)"
                )
            }
            throw error("not an identifier")
        }
        guard let name = token.name else { throw error("not an identifier") }
        return NameUse(name, at: try take())
    }

    mutating func parameters() throws(SourceError) -> [Parameter] {
        var parameters: [Parameter] = []
        var hasStars = false
        while token.kind != .rightParen && token.kind != .colon && token.kind != .endOfFile {
            if !parameters.isEmpty { try expect(.comma) }
            if token.kind == .rightParen {
                if hasStars { throw error("got \(token.kind.quoted), want parameter") }
                break
            }
            if token.kind == .star || token.kind == .starStar {
                hasStars = true
                parameters.append(try starParameter())
            } else {
                parameters.append(try namedParameter())
            }
        }
        return parameters
    }

    private mutating func starParameter() throws(SourceError) -> Parameter {
        let isList = token.kind == .star
        let position = try take()
        if !isList { return .keywords(try identifier(), position) }
        return .list(token.kind == .identifier ? try identifier() : nil, position)
    }

    private mutating func namedParameter() throws(SourceError) -> Parameter {
        let name = try identifier()
        guard token.kind == .equals else { return .required(name) }
        let equals = try take()
        return .optional(name, equals: equals, fallback: try test())
    }

    mutating func arguments() throws(SourceError) -> [Expression.Argument] {
        var arguments: [Expression.Argument] = []
        var hasStars = false
        while token.kind != .rightParen && token.kind != .endOfFile {
            if !arguments.isEmpty { try expect(.comma) }
            if token.kind == .rightParen {
                if hasStars { throw error("got \(token.kind.quoted), want argument") }
                break
            }
            if token.kind == .star || token.kind == .starStar {
                hasStars = true
                arguments.append(try starArgument())
            } else {
                arguments.append(try plainArgument())
            }
        }
        return arguments
    }

    private mutating func starArgument() throws(SourceError) -> Expression.Argument {
        let isList = token.kind == .star
        let position = try take()
        let value = try test()
        return isList ? .list(value, position) : .keywords(value, position)
    }

    private mutating func plainArgument() throws(SourceError) -> Expression.Argument {
        let value = try test()
        guard token.kind == .equals else { return .positional(value) }
        guard case .name(let name) = value.kind else {
            throw error("keyword argument must have form name=expr")
        }
        try take()
        return .named(name, try test())
    }
}
