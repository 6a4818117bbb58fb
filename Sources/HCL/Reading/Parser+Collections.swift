// Lists, objects, and what is made of them by `for`.
extension Parser {
    mutating func tuple() throws(SyntaxError) -> Expression.Kind {
        take()
        return try withLineEnds(false) { parser throws(SyntaxError) in
            if parser.isNext(word: "for") {
                return try parser.each(closedBy: .closeBracket)
            }
            var elements: [Expression] = []
            while !parser.take(.closeBracket) {
                elements.append(try parser.expression())
                if parser.take(.comma) { continue }
                try parser.expect(.closeBracket, "behind the list")
                break
            }
            return .tuple(elements)
        }
    }

    mutating func object() throws(SyntaxError) -> Expression.Kind {
        take()
        let isLoop = try withLineEnds(false) { parser throws(SyntaxError) in
            parser.isNext(word: "for")
        }
        if isLoop {
            return try withLineEnds(false) { parser throws(SyntaxError) in
                try parser.each(closedBy: .closeBrace)
            }
        }
        return try withLineEnds(true) { parser throws(SyntaxError) in
            .object(try parser.objectItems())
        }
    }

    private mutating func objectItems() throws(SyntaxError) -> [ObjectItem] {
        var items: [ObjectItem] = []
        while true {
            while kind == .newline { take() }
            if take(.closeBrace) { return items }
            let key = try expression()
            guard isNext(.assign) || isNext(.colon) else {
                throw failure("`=` or `:` is missing behind the key")
            }
            take()
            items.append(ObjectItem(key: key, value: try expression()))
            if take(.closeBrace) { return items }
            guard isNext(.comma) || kind == .newline else {
                throw failure("`,`, a line end or `}` is missing behind the value")
            }
            take()
        }
    }

    /// `for a, b in c : d`, and `=> e`, `...`, `if f`.
    private mutating func each(closedBy close: Token.Symbol) throws(SyntaxError) -> Expression.Kind
    {
        take()
        var names = [try expectName("the name behind `for`")]
        if take(.comma) { names.append(try expectName("the second name behind `for`")) }
        guard isNext(word: "in") else { throw failure("`in` is missing") }
        take()
        var parts = [try expression()]
        try expect(.colon, "behind what `for` goes through")
        parts.append(try expression())
        if close == .closeBrace {
            try expect(.arrow, "between key and value")
            parts.append(try expression())
            _ = take(.ellipsis)
        }
        if isNext(word: "if") {
            take()
            parts.append(try expression())
        }
        try expect(close, "at the end of `for`")
        return .each(names: names, parts: parts)
    }
}
