// Attributes and blocks.
extension Parser {
    mutating func body(until end: Token.Kind) throws(SyntaxError) -> Body {
        let start = position
        var items: [Item] = []
        var names: Set<String> = []
        while kind != end {
            if kind == .newline {
                take()
                continue
            }
            let first = next
            let item = try item()
            if case .attribute(let attribute) = item, !names.insert(attribute.name).inserted {
                throw failure("`\(attribute.name)` is set twice", at: first)
            }
            items.append(item)
        }
        return Body(items: items, tokens: start..<position)
    }

    private mutating func item() throws(SyntaxError) -> Item {
        let start = next
        guard kind == .identifier else {
            throw failure("a setting or a block must begin with a name")
        }
        let name = text(take())
        if isNext(.assign) {
            let value = try attributeValue()
            try lineEnd("a setting")
            return .attribute(Attribute(name: name, value: value, tokens: start..<taken))
        }
        return .block(try nested { parser throws(SyntaxError) in try parser.block(name, start) })
    }

    private mutating func attributeValue() throws(SyntaxError) -> Expression {
        try expect(.assign, "behind the name")
        return try expression()
    }

    private mutating func lineEnd(_ what: String) throws(SyntaxError) {
        guard kind == .newline || kind == .end else {
            throw failure("behind \(what) the line must end")
        }
        take()
    }

    // MARK: Blocks

    private mutating func block(_ type: String, _ start: Int) throws(SyntaxError) -> Block {
        var labels: [String] = []
        while !isNext(.openBrace) { labels.append(try label()) }
        let open = take()
        let body = try blockBody()
        let close = try expect(.closeBrace, "at the end of the block")
        try lineEnd("a block")
        return Block(
            type: type, labels: labels, body: body, openBrace: open, closeBrace: close,
            tokens: start..<taken)
    }

    private mutating func label() throws(SyntaxError) -> String {
        switch kind {
        case .identifier: return text(take())
        case .openQuote:
            take()
            var label = ""
            while kind == .text { label += unescaped(text(take())) }
            guard kind == .closeQuote else { throw failure("a label cannot be computed") }
            take()
            return label
        default: throw failure("`=`, a label or `{` is missing behind the name")
        }
    }

    /// Several lines, or nothing, or one setting in the same line.
    private mutating func blockBody() throws(SyntaxError) -> Body {
        guard kind == .identifier else {
            guard kind == .newline || isNext(.closeBrace) else {
                throw failure("behind `{` comes a setting, `}` or the line's end")
            }
            return try body(until: .symbol(.closeBrace))
        }
        let start = next
        let name = text(take())
        let value = try attributeValue()
        let attribute = Attribute(name: name, value: value, tokens: start..<taken)
        guard isNext(.closeBrace) else {
            throw failure("a block in one line holds one setting; `}` is missing")
        }
        return Body(items: [.attribute(attribute)], tokens: start..<taken)
    }
}
