/// Where expressions begin, and what messages call them.
extension Expression {
    /// Where the first token of the expression stands.
    var start: Position {
        var expression = self
        // Down the left side instead of recursion: chains of operators can be long.
        while true {
            switch expression.kind {
            case .index(let first, _), .slice(let first, _, _, _), .attribute(let first, _),
                .call(let first, _), .binary(_, let first, _), .and(let first, _),
                .or(let first, _), .conditional(_, let first, _):
                expression = first
            case .tuple(let elements):
                guard let first = elements.first, !expression.position.isKnown else {
                    return expression.position
                }
                expression = first
            default: return expression.position
            }
        }
    }

    /// The kind of expression, as messages about assignments have it.
    var kindName: String {
        switch kind {
        case .name: "ident"
        case .literal: "literal"
        case .list: "listexpr"
        case .tuple: "tupleexpr"
        case .dict: "dictexpr"
        case .comprehension: "comprehension"
        case .conditional: "condexpr"
        case .index: "indexexpr"
        case .slice: "sliceexpr"
        case .attribute: "dotexpr"
        case .call: "callexpr"
        case .unary: "unaryexpr"
        case .binary, .and, .or: "binaryexpr"
        case .lambda: "lambdaexpr"
        case .parenthesized: "parenexpr"
        }
    }

    /// The expression without parentheses around it.
    var bare: Expression {
        var expression = self
        while case .parenthesized(let inner) = expression.kind { expression = inner }
        return expression
    }
}
