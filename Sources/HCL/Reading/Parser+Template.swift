// Text with values in it.
extension Parser {
    mutating func template(closedBy close: Token.Kind) throws(SyntaxError) -> [TemplatePart] {
        take()
        var parts: [TemplatePart] = []
        /// Directives that are open: `if`, `else` or `for`.
        var open: [String] = []
        while true {
            switch kind {
            case close:
                if let last = open.last {
                    throw failure("`\(last == "for" ? "endfor" : "endif")` is missing")
                }
                take()
                return parts
            case .text:
                parts.append(.text(token: take()))
            case .openInterpolation:
                parts.append(.interpolation(try interpolation()))
            case .openDirective:
                parts.append(try directive(&open))
            default: throw failure("this has no place in a string")
            }
        }
    }

    private mutating func interpolation() throws(SyntaxError) -> Expression {
        take()
        return try withLineEnds(false) { parser throws(SyntaxError) in
            let value = try parser.expression()
            try parser.closeTemplate()
            return value
        }
    }

    private mutating func closeTemplate() throws(SyntaxError) {
        guard kind == .closeTemplate else { throw failure("`}` is missing") }
        take()
    }

    private mutating func directive(_ open: inout [String]) throws(SyntaxError) -> TemplatePart {
        let start = take()
        return try withLineEnds(false) { parser throws(SyntaxError) in
            let word = try parser.expectName("a directive's name")
            var value: Expression?
            switch (word, open.last) {
            case ("if", _):
                value = try parser.expression()
                open.append("if")
            case ("for", _):
                value = try parser.directiveLoop()
                open.append("for")
            case ("else", "if"): open[open.count - 1] = "else"
            case ("endif", "if"), ("endif", "else"), ("endfor", "for"): open.removeLast()
            default: throw parser.failure("`\(word)` has no beginning here", at: start)
            }
            try parser.closeTemplate()
            return .directive(word, value)
        }
    }

    private mutating func directiveLoop() throws(SyntaxError) -> Expression {
        _ = try expectName("the name behind `for`")
        if take(.comma) { _ = try expectName("the second name behind `for`") }
        guard isNext(word: "in") else { throw failure("`in` is missing") }
        take()
        return try expression()
    }
}

/// What a quoted text means: its escapes resolved.
///
/// - Parameter text: a text token's, whose escapes the lexer has checked.
func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
        let rest = scalars[index...]
        if scalars[index] == "\\", index + 1 < scalars.count {
            index += escape(scalars, index, into: &result)
        } else if rest.starts(with: "$${".unicodeScalars) || rest.starts(with: "%%{".unicodeScalars)
        {
            result.append(contentsOf: scalars[index + 1..<index + 3])
            index += 3
        } else {
            result.append(scalars[index])
            index += 1
        }
    }
    return String(result)
}

/// - Returns: how many characters the escape is long.
private func escape(
    _ scalars: [Unicode.Scalar], _ index: Int, into result: inout String.UnicodeScalarView
) -> Int {
    let letter = scalars[index + 1]
    let plain: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "r": "\r", "t": "\t"]
    guard letter == "u" || letter == "U" else {
        result.append(plain[letter] ?? letter)
        return 2
    }
    let count = letter == "u" ? 4 : 8
    var digits = String.UnicodeScalarView()
    digits.append(contentsOf: scalars.dropFirst(index + 2).prefix(count))
    let value = UInt32(String(digits), radix: 16).flatMap { Unicode.Scalar($0) }
    result.append(value ?? "\u{FFFD}")
    return 2 + count
}
